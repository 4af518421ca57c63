import type { MockApi } from "../../testing/index.ts";
import { type Random, randomFrom } from "../../testing/random.ts";

const customers = [
  { from: "+573001112201", name: "Ana Restrepo" },
  { from: "+525511122202", name: "Luis Cano" },
  { from: "+541111122203", name: "Marta Quintero" },
  { from: "ig_800000000000001", name: "Sofía Muñoz" },
  { from: "ig_800000000000002", name: "Tomás Arango" },
  { from: "fb_900000001", name: "Camila Ríos" },
];

const texts = [
  "Hola, buenas tardes 👋",
  "¿Tienen la camisa azul en talla M?",
  "¿Cuánto vale el envío a Medellín?",
  "¿A qué hora abren mañana?",
  "Ya hice la transferencia, ¿me confirmas por favor?",
  "¿Puedo pagar con tarjeta cuando llegue?",
  "Gracias 🙏🏽",
];

const pick = <T>(random: Random, from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];

/** One thing that happens at a customer's: a message, or the delivery of one that was sent to them. */
export function happen(api: MockApi, random: Random): void {
  const underWay = api.messages.find(({ status }) => status === "sent" || status === "delivered");
  if (underWay && random() < 0.5) {
    api.deliver(underWay.id ?? "", underWay.status === "sent" ? "delivered" : "read");
    return;
  }
  const customer = pick(random, customers);
  if (customer) api.receive({ ...customer, content: pick(random, texts) ?? "Hola" });
}

/** Lets things happen, `perMinute` on average, until the process ends. */
export function simulate(api: MockApi, perMinute: number, seed: number): void {
  const random = randomFrom(seed);
  const next = () => {
    const wait = (-Math.log(1 - random()) * 60_000) / perMinute;
    setTimeout(() => {
      happen(api, random);
      next();
    }, wait);
  };
  next();
}
