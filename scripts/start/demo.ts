import { Wipsy } from "../../src/index.ts";
import { mockApi } from "../../src/testing/index.ts";
import { say, step, tracing } from "./print.ts";

/** The calls to make and print, each with a title. */
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
    "Refused before sending: it could be a phone number or a user id",
    // @ts-expect-error: the compiler rejects it, too
    () => wipsy.messages.send({ to: "828925823321473", message: "Hola" }),
  ],
  ["An API error: the monthly limit of contacts is reached", () => wipsy.contacts.create({ name: "Luis" })],
];

/** Makes the main calls against a mock in this process. Needs no account. */
export async function demo(): Promise<void> {
  say("This runs against a mock in this process. No real message is sent.");
  const api = mockApi({ contactQuota: 1 });
  const wipsy = new Wipsy({ apiKey: "any-key", fetch: tracing(api.fetch) });
  for (const [index, [title, call]] of steps(wipsy).entries()) await step(`${index + 1}. ${title}`, call);
  say('\nTo send one real message: WIPSY_API_KEY=… npm start -- --to +57… --message "Hola"');
}
