import type { Mock } from "../../testing/mock.ts";
import { type Random, randomFrom } from "../../testing/random.ts";

// Invented customers who write, and agents who answer.

const customers = [
  { from: "+573001112201", name: "Ana Restrepo" },
  { from: "ig_800000000000001", name: "Sofía Muñoz" },
  { from: "fb_900000001", name: "Camila Ríos" },
  { from: "+525511122202", name: "Óscar Ibáñez" },
  { from: "ig_800000000000002", name: "Tomás Arango" },
];

const questions = [
  "Hola, buenas tardes 👋",
  "¿Tienen la camisa azul en talla M?",
  "¿Y en negro?\nLa necesito para el viernes.",
  "El pedido llegó incompleto: faltan las dos tazas y la caja venía abierta. ¿Qué hacemos? Tengo fotos por si las necesitan.",
  "Gracias 🙏🏽",
];

const answers = [
  "¡Hola! ¿En qué te podemos ayudar?",
  "Sí, quedan tres. ¿Te aparto una?",
  "Tu pedido ya va en camino. Te escribimos apenas el mensajero esté cerca de tu casa, para que alguien lo reciba.",
];

/** Older messages are dropped, because a mock can run for days. */
const mostMessages = 5000;

/** Factors of the average pause between messages, for bursts and quiet times. Their mean is 1. */
const paces = [0.3, 0.3, 0.3, 0.6, 3.5];

const pick = <T>(random: Random, from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];

/** Adds a message, and perhaps the next status of an earlier one. */
export function happen(api: Mock["api"], random: Random): void {
  const media = random() < 0.1 ? { mediaUrl: "https://example.com/order.jpg", mediaType: "image" as const } : {};
  const message = api.receive({ ...pick(random, customers), ...media, content: pick(random, questions) ?? "" });
  if (random() < 0.4) Object.assign(message, { sender_type: "agent", status: "sent", content: pick(random, answers) });
  const underWay = api.messages.findLast(({ status }) => status === "sent" || status === "delivered");
  if (underWay && random() < 0.3) api.deliver(underWay.id, underWay.status === "sent" ? "delivered" : "read");
  if (api.messages.length > mostMessages) api.messages.splice(0, mostMessages / 2);
}

/** Adds a message now, then `perMinute` on average at random times, until the returned function is called. */
export function simulate(api: Mock["api"], perMinute: number, seed: number, written = () => {}): () => void {
  const random = randomFrom(seed);
  let timer: NodeJS.Timeout;
  const next = () => {
    happen(api, random);
    written();
    // Exponential, as between independent events.
    const wait = ((-Math.log(1 - random()) * 60_000) / perMinute) * (pick(random, paces) ?? 1);
    timer = setTimeout(next, Math.min(wait, 2 ** 31 - 1));
  };
  next();
  return () => clearTimeout(timer);
}
