import { type Page, type SentMessage, Wipsy } from "../../src/index.ts";
import { bundledDescription } from "../openapi/bundled.ts";
import { startPrism } from "../prism.ts";
import { code, say, step, tracingFetch } from "./report.ts";

/** The main job against the bundled mock, which answers with the examples of the description. No account is needed. */
export async function demo(): Promise<void> {
  const mock = await startPrism(await bundledDescription());
  try {
    say(`The bundled mock answers on ${mock.url}, with examples of the description: the same one for every send.`);
    say("Nothing is sent to anybody.");
    const wipsy = new Wipsy({ apiKey: "any-key-will-do-for-the-mock", baseUrl: mock.url, fetch: tracingFetch });
    await sending(wipsy);
    await reading(wipsy);
    await failing(wipsy);
    say('\nTo send one message for real: WIPSY_API_KEY=… npm start -- --to +57… --message "Hola"');
  } finally {
    await mock.close();
  }
}

const accepted = ({ messageId }: SentMessage) => `accepted as ${messageId}`;
const counted = (what: string) => (page: Page<unknown>) =>
  `${page.items.length} ${what}, limit ${page.limit}, ${page.complete ? "complete" : "not complete: there may be more"}`;

async function sending(wipsy: Wipsy): Promise<void> {
  const whatsapp = { to: "+57 (318) 877-9043", message: "Hola, su pedido va en camino." } as const;
  const byPhone = () => wipsy.messages.send(whatsapp);
  await step(
    "Send over WhatsApp: the channel follows from the phone",
    `wipsy.messages.send(${code(whatsapp)})`,
    byPhone,
    accepted,
  );

  const instagram = { to: "ig_828925823321473", message: "Hola" } as const;
  const toInstagram = () => wipsy.messages.send(instagram);
  await step(
    "Send over Instagram: the prefix ig_ says so",
    `wipsy.messages.send(${code(instagram)})`,
    toInstagram,
    accepted,
  );

  const messenger = { to: "fb_123456789", message: "Hola" } as const;
  const toMessenger = () => wipsy.messages.send(messenger);
  await step(
    "Send over Messenger: the prefix fb_ says so",
    `wipsy.messages.send(${code(messenger)})`,
    toMessenger,
    accepted,
  );

  const quote = {
    to: "+573188779043",
    message: "Sí, quedan tres.",
    quotedMessageId: "wamid.HBgMNTczMTg4Nzc5MDQz",
  } as const;
  await step("Quote a message", `wipsy.messages.send(${code(quote)})`, () => wipsy.messages.send(quote), accepted);
}

async function reading(wipsy: Wipsy): Promise<void> {
  const contact = { name: "Ana", last_name: "Pérez", phone: "+573188779043" };
  const create = () => wipsy.contacts.create(contact);
  await step("Create a contact", `wipsy.contacts.create(${code(contact)})`, create, ({ id }) => `the contact ${id}`);

  await step("List chats", "wipsy.chats.list({ limit: 2 })", () => wipsy.chats.list({ limit: 2 }), counted("chats"));

  const contacts = () => wipsy.contacts.list({ limit: 500 });
  await step("List contacts", "wipsy.contacts.list({ limit: 500 })", contacts, counted("contacts"));
}

async function failing(wipsy: Wipsy): Promise<void> {
  // Typed as any text: the compiler refuses the literal.
  const ambiguous: { to: string; message: string } = { to: "828925823321473", message: "Hola" };
  const send = () => wipsy.messages.send(ambiguous);
  await step(
    "A refused input: is it a phone, or a user id?",
    `wipsy.messages.send(${code(ambiguous)})`,
    send,
    accepted,
  );

  const create = () => wipsy.contacts.create({ name: "Ana" }, { headers: { prefer: "code=429" } });
  await step(
    "An error of the API: the month's contacts are used up",
    'wipsy.contacts.create({ name: "Ana" })',
    create,
    code,
  );
}
