import { Wipsy } from "../../src/index.ts";
import { bundledDescription } from "../openapi/bundled.ts";
import { startPrism } from "../prism.ts";
import { say, step, tracingFetch } from "./print.ts";

/** The calls to print and make, each with a title. */
const steps = (wipsy: Wipsy): readonly (readonly [title: string, call: () => Promise<unknown>])[] => [
  [
    "Send over WhatsApp: the recipient is a phone number",
    () => wipsy.messages.send({ to: "+57 (318) 877-9043", message: "Hola, su pedido va en camino." }),
  ],
  [
    "Send over Instagram: the recipient begins with ig_",
    () => wipsy.messages.send({ to: "ig_828925823321473", message: "Hola" }),
  ],
  [
    "Send over Messenger: the recipient begins with fb_",
    () => wipsy.messages.send({ to: "fb_123456789", message: "Hola" }),
  ],
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
    "Refused before sending: a phone number or a user id?",
    // @ts-expect-error: the compiler refuses it as well
    () => wipsy.messages.send({ to: "828925823321473", message: "Hola" }),
  ],
  [
    "An API error: the monthly limit of contacts is reached",
    () => wipsy.contacts.create({ name: "Ana" }, { headers: { prefer: "code=429" } }),
  ],
];

/** Makes the main calls against a mock server that answers with the description's examples. Needs no account. */
export async function demo(): Promise<void> {
  const mock = await startPrism(await bundledDescription());
  try {
    say(`The mock server on ${mock.url} answers with the description's examples: the same one for every send.`);
    say("No real message is sent.");
    const wipsy = new Wipsy({ apiKey: "any-key-will-do-for-the-mock", baseUrl: mock.url, fetch: tracingFetch });
    for (const [index, [title, call]] of steps(wipsy).entries()) await step(`${index + 1}. ${title}`, call);
    say('\nTo send one real message: WIPSY_API_KEY=… npm start -- --to +57… --message "Hola"');
  } finally {
    await mock.close();
  }
}
