import { Wipsy } from "../../src/index.ts";
import { bundledDescription } from "../openapi/bundled.ts";
import { startPrism } from "../prism.ts";
import { say, step, tracingFetch } from "./report.ts";

/** Titles, each with the call that is printed and made. */
const steps = (wipsy: Wipsy): readonly (readonly [title: string, call: () => Promise<unknown>])[] => [
  [
    "Send over WhatsApp: the channel follows from the phone",
    () => wipsy.messages.send({ to: "+57 (318) 877-9043", message: "Hola, su pedido va en camino." }),
  ],
  [
    "Send over Instagram: the prefix ig_ says so",
    () => wipsy.messages.send({ to: "ig_828925823321473", message: "Hola" }),
  ],
  ["Send over Messenger: the prefix fb_ says so", () => wipsy.messages.send({ to: "fb_123456789", message: "Hola" })],
  [
    "Quote a message",
    () =>
      wipsy.messages.send({
        to: "+573188779043",
        message: "Quedan tres.",
        quotedMessageId: "wamid.HBgMNTczMTg4Nzc5MDQz",
      }),
  ],
  ["Create a contact", () => wipsy.contacts.create({ name: "Ana", last_name: "Restrepo", phone: "+573188779043" })],
  ["List chats", () => wipsy.chats.list({ limit: 2 })],
  ["List contacts", () => wipsy.contacts.list({ limit: 500 })],
  [
    "A refused input: is it a phone, or a user id?",
    // @ts-expect-error: the compiler refuses it, too
    () => wipsy.messages.send({ to: "828925823321473", message: "Hola" }),
  ],
  [
    "An error of the API: the month's contacts are used up",
    () => wipsy.contacts.create({ name: "Ana" }, { headers: { prefer: "code=429" } }),
  ],
];

/** The main job against the bundled mock, which answers with the examples of the description. No account is needed. */
export async function demo(): Promise<void> {
  const mock = await startPrism(await bundledDescription());
  try {
    say(`The bundled mock answers on ${mock.url}, with examples of the description: the same one for every send.`);
    say("Nothing is sent to anybody.");
    const wipsy = new Wipsy({ apiKey: "any-key-will-do-for-the-mock", baseUrl: mock.url, fetch: tracingFetch });
    for (const [index, [title, call]] of steps(wipsy).entries()) await step(`${index + 1}. ${title}`, call);
    say('\nTo send one message for real: WIPSY_API_KEY=… npm start -- --to +57… --message "Hola"');
  } finally {
    await mock.close();
  }
}
