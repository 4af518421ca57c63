import type { Texts } from "./en.ts";

const number = (value: number) => value.toLocaleString("es");
const many = (value: number, [one, several]: readonly [string, string]) =>
  `${number(value)} ${value === 1 ? one : several}`;

const nouns = {
  contacts: ["contacto", "contactos"],
  chats: ["chat", "chats"],
  messages: ["mensaje", "mensajes"],
} as const;

/** What the commands say, in Spanish. */
export const es: Texts = {
  titles: { "Usage:": "Uso:", "Arguments:": "Argumentos:", "Options:": "Opciones:", "Commands:": "Comandos:" },
  about: {
    program:
      "Envía y exporta con la API de Wipsy, muestra los mensajes de un agente y ofrece una API simulada. " +
      "Credenciales: WIPSY_API_KEY contiene la clave de API; --session indica el archivo con la sesión de un agente.",
    send: "Envía un mensaje.",
    contacts: "Exporta los contactos.",
    contactsExport: "Escribe todos los contactos en CSV o JSON Lines. Código de salida 2: puede haber más.",
    chats: "Exporta los chats.",
    chatsExport: "Escribe todos los chats en CSV o JSON Lines. Código de salida 2: puede haber más.",
    messages: "Exporta los mensajes.",
    messagesExport: "Escribe todos los mensajes de todos los chats de un agente. Código de salida 2: puede haber más.",
    watch: "Muestra los mensajes de un agente a medida que llegan. Ctrl-C termina con un resumen.",
  },
  options: {
    help: "muestra esta ayuda",
    version: "muestra la versión",
    baseUrl: "dónde está la API; por defecto: WIPSY_BASE_URL, si no el servicio real",
    json: "escribe JSON para programas",
    lang: "el idioma; por defecto: el de LANG",
    session: "el resultado del inicio de sesión del agente, en JSON",
    to: "un teléfono con su código de país o un id de usuario con ig_ o fb_",
    message: "el texto",
    file: "dónde escribir; por defecto: la salida estándar; JSON Lines si termina en .jsonl",
    jsonLines: "escribe JSON Lines en vez de CSV, y un resumen en JSON",
    resume: "continúa la exportación que se detuvo antes de terminar",
    mock: "muestra mensajes simulados a una cuenta inventada",
    rate: "mensajes simulados por segundo; por defecto: 1",
    for: "termina después de este tiempo; por defecto: nunca",
  },
  usage: {
    unknownOption: (option, valid) => `opción desconocida "${option}"; opciones válidas: ${valid.join(", ")}`,
    unknownCommand: (command, valid) => `comando desconocido ${command}; comandos válidos: ${valid.join(", ")}`,
    missing: (name) => `falta: ${name}`,
    needsValue: (option) => `${option} necesita un valor`,
    invalid: (option) => `${option} tiene un valor no válido`,
    tooMany: "demasiados argumentos: pon entre comillas un valor con espacios",
  },
  problems: {
    notPositive: (option) => `${option} debe ser un número mayor que 0.`,
    sessionUnreadable: (file, code) => `--session ${file}: no se puede leer (${code}).`,
    sessionNotJson: (file) => `--session ${file}: no es JSON.`,
    sessionOrMock: "Indica --session o --mock, uno de los dos.",
    resumeNeedsFile: "--resume necesita el archivo de la exportación.",
    checkpoint: (file) => `${file} no es un checkpoint: bórralo para empezar de nuevo.`,
    stopped: "Detenido.",
    resumable: "--resume continúa después del último chat completo.",
  },
  errors: {
    AbortError: "Detenido.",
    ApiError: "El servidor rechazó la solicitud.",
    AuthenticationError: "La clave o la sesión no es válida: revisa WIPSY_API_KEY o --session.",
    ConnectionError: "No hay conexión con el servidor.",
    DecodeError: "El servidor dio una respuesta que no se entiende.",
    IdempotencyError: "No se envió nada.",
    InputError: "Un dato no es válido; no se envió nada.",
    NotFoundError: "No existe.",
    PermissionError: "Falta el permiso.",
    RateLimitError: "Se alcanzó el límite: espera y envía más despacio.",
    RedirectError: "El servidor remite a otra dirección: revisa la URL.",
    ServerError: "El servidor falló.",
    TimeoutError: "El servidor no respondió a tiempo.",
    UnknownOutcomeError: "Quizás se envió: revisa el chat antes de enviarlo otra vez.",
  },
  accepted: (channel, messageId) => `Aceptado para ${channel}. Id del mensaje: ${messageId}`,
  exported: (count, noun, chats) =>
    `Exportación: ${many(count, nouns[noun])}${chats === undefined ? "" : ` de ${many(chats, nouns.chats)}`}.`,
  incomplete: "AVISO: QUIZÁS NO SEAN TODOS. La API devolvió tantos como puede. No des por borrado lo que falte.",
  incompleteLists: (lists) => `AVISO: QUIZÁS NO SEAN TODOS. La API devolvió tantos como puede de: ${lists.join(", ")}.`,
  chat: (id) => `chat ${id}`,
  listOfChats: "la lista de chats",
  progress: (count, noun, perSecond) => `${number(count)} ${nouns[noun][1]} · ${number(perSecond)}/s`,
  chatsDone: (done, all) => `${number(done)} de ${number(all)} chats`,
  watch: {
    simulated: (perSecond) => `Mensajes simulados a una cuenta inventada, unos ${perSecond} por segundo.`,
    gapIn: (name) => `FALTAN MENSAJES en el chat con ${name}`,
    gapBeyond: "FALTAN MENSAJES en chats que no están en la lista",
    messages: (count) => many(count, nouns.messages),
    of: (shown, written) => `${number(shown)} de ${many(written, nouns.messages)}`,
    lag: "retraso",
    longest: "máximo",
    polls: (count) => many(count, ["consulta", "consultas"]),
    changes: (count) => many(count, ["cambio", "cambios"]),
    gaps: (count) => many(count, ["hueco", "huecos"]),
    ends: "Ctrl-C termina",
  },
};
