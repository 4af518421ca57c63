/** A word for one and for several. */
type Plural = readonly [one: string, several: string];

const number = (value: number) => value.toLocaleString("en");
const many = (value: number, [one, several]: Plural) => `${number(value)} ${value === 1 ? one : several}`;

const nouns = {
  contacts: ["contact", "contacts"],
  chats: ["chat", "chats"],
  messages: ["message", "messages"],
} as const satisfies Readonly<Record<string, Plural>>;

/** What the commands say. */
export const en = {
  titles: {
    "Usage:": "Usage:",
    "Arguments:": "Arguments:",
    "Options:": "Options:",
    "Commands:": "Commands:",
  } as Readonly<Record<string, string>>,
  about: {
    program:
      "Send and export with the Wipsy API, watch an agent's messages, and develop against a mock. " +
      "Credentials: WIPSY_API_KEY holds the API key, --session names a file with an agent's session.",
    send: "Send one message.",
    contacts: "Export contacts.",
    contactsExport: "Write all contacts as CSV or JSON Lines. Exit code 2: there may be more.",
    chats: "Export chats.",
    chatsExport: "Write all chats as CSV or JSON Lines. Exit code 2: there may be more.",
    messages: "Export messages.",
    messagesExport: "Write all messages of all chats of an agent. Exit code 2: there may be more.",
    watch: "Print an agent's messages as they arrive. Ctrl-C ends it with a summary.",
  },
  options: {
    help: "print this help",
    version: "print the version",
    baseUrl: "where the API is; default: WIPSY_BASE_URL, then the live service",
    json: "write JSON for programs",
    lang: "the language; default: that of LANG",
    session: "the result of the agent's login, as JSON",
    to: "a phone with its country code, or a user id with ig_ or fb_",
    message: "the text",
    file: "where to write; default: standard output; JSON Lines if it ends in .jsonl",
    jsonLines: "write JSON Lines instead of CSV, and a summary as JSON",
    resume: "resume the export that stopped before its end",
    mock: "watch simulated messages to an invented account instead",
    rate: "simulated messages a second; default: 1",
    for: "end after this time; default: never",
  },
  usage: {
    unknownOption: (option: string, valid: readonly string[]) =>
      `unknown option "${option}"; valid options: ${valid.join(", ")}`,
    unknownCommand: (command: string, valid: readonly string[]) =>
      `unknown command ${command}; valid commands: ${valid.join(", ")}`,
    missing: (name: string) => `missing: ${name}`,
    needsValue: (option: string) => `${option} needs a value`,
    invalid: (option: string) => `${option} has an invalid value`,
    tooMany: "too many arguments: quote a value that has spaces",
  },
  problems: {
    notPositive: (option: string) => `${option} must be a number above 0.`,
    sessionUnreadable: (file: string, code: string) => `--session ${file}: cannot be read (${code}).`,
    sessionNotJson: (file: string) => `--session ${file}: is not JSON.`,
    sessionOrMock: "Give either --session or --mock.",
    resumeNeedsFile: "--resume needs the file of the export.",
    checkpoint: (file: string) => `${file} is not a checkpoint: delete it to start over.`,
    stopped: "Stopped.",
    resumable: "--resume continues after the last chat that is complete.",
  },
  /** Sentences for the client's errors by class, before the error's own message. English has that message alone. */
  errors: {} as Readonly<Record<string, string>>,
  accepted: (channel: string, messageId: string) => `Accepted for ${channel}. Message id: ${messageId}`,
  exported: (count: number, noun: keyof typeof nouns, chats: number | undefined) =>
    `${many(count, nouns[noun])}${chats === undefined ? "" : ` of ${many(chats, nouns.chats)}`} written.`,
  incomplete:
    "WARNING: THESE MAY NOT BE ALL. The API returned as many as it can. Do not treat what is missing as deleted.",
  incompleteLists: (lists: readonly string[]) =>
    `WARNING: THESE MAY NOT BE ALL. The API returned as many as it can of: ${lists.join(", ")}.`,
  chat: (id: string) => `chat ${id}`,
  listOfChats: "the list of chats",
  progress: (count: number, noun: keyof typeof nouns, perSecond: number) =>
    `${number(count)} ${nouns[noun][1]} · ${number(perSecond)}/s`,
  chatsDone: (done: number, all: number) => `${number(done)} of ${number(all)} chats`,
  watch: {
    simulated: (perSecond: number) => `Simulated messages to an invented account, about ${perSecond} a second.`,
    gapIn: (name: string) => `GAP: messages were missed in the chat with ${name}`,
    gapBeyond: "GAP: messages were missed in chats beyond the listed ones",
    messages: (count: number) => many(count, nouns.messages),
    of: (shown: number, written: number) => `${number(shown)} of ${many(written, nouns.messages)}`,
    lag: "lag",
    longest: "longest",
    polls: (count: number) => many(count, ["poll", "polls"]),
    changes: (count: number) => many(count, ["change", "changes"]),
    gaps: (count: number) => many(count, ["gap", "gaps"]),
    ends: "Ctrl-C ends",
  },
};

/** What the commands say, in one language. */
export type Texts = typeof en;
