import { readAll } from "../feed/chat-reads.ts";
import type { Row } from "../lists/page.ts";
import { isRecord } from "../operation/values.ts";
import { bareAddress } from "../recipient/address.ts";
import type { Account } from "./account.ts";
import { cut } from "./lists.ts";
import { onlyReads } from "./permissions.ts";
import { notice, reading } from "./results.ts";
import { closed, type Tool, text, value } from "./tool.ts";

/** Lower case, without accents. */
const plain = (words: string) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const texts = (contact: Row, ...names: string[]) =>
  names.map((name) => contact[name]).filter((one): one is string => typeof one === "string");

/** Whether a contact has this phone number, with or without its country code, or all words of this name. */
function isMatch(contact: Row, query: string): boolean {
  const digits = query.replace(/\D/g, "");
  if (/^[\d\s().+-]+$/.test(query)) {
    return (
      digits.length >= 5 && texts(contact, "phone", "whatsapp_id").some((one) => bareAddress(one).endsWith(digits))
    );
  }
  const name = plain(texts(contact, "name", "last_name").join(" "));
  return plain(query)
    .split(/\s+/)
    .every((word) => name.includes(word));
}

/** The contacts that this server can read: the account's, else the customers of the agent's chats. */
async function everybody(account: Account, chats: readonly Row[], signal: AbortSignal) {
  const [list] = account.lists("contacts");
  if (list) return readAll(list, {}, { signal });
  const found = chats.map(({ customer }) => customer).filter(isRecord);
  return { items: [...new Map(found.map((one) => [one.id, one])).values()], whole: false };
}

/** The chats that this server can read. */
export async function allChats(account: Account, signal: AbortSignal): Promise<readonly Row[]> {
  const [list] = account.lists("chats");
  return list ? (await readAll(list, {}, { signal })).items : [];
}

async function find(account: Account, query: string, cursor: unknown, signal: AbortSignal): Promise<object> {
  const chats = await allChats(account, signal);
  const { items, whole: isComplete } = await everybody(account, chats, signal);
  const matches = items.filter((contact) => isMatch(contact, query.trim()));
  const { items: part, ...next } = cut("find_contact", matches, cursor);
  const contacts = part.map(({ id, name, last_name, phone, email }) => ({
    ...{ id, name, last_name, phone, email },
    chats: chats
      .filter(({ customer_id }) => customer_id === id)
      .map(({ id: chatId, channel_type: channel, status }) => ({ chatId, channel, status })),
  }));
  return { contacts, isComplete, ...next, notice };
}

/** Finds contacts by phone number or name. Offered if the account can read contacts or chats. */
export function findContact(account: Account): Tool[] {
  if ([...account.lists("contacts"), ...account.lists("chats")].length === 0) return [];
  return [
    {
      name: "find_contact",
      description:
        "Finds contacts by phone number, with or without the country code, or by name; with the ids of their chats. If isComplete is false, the API did not return all contacts, so one that is missing may exist.",
      annotations: onlyReads("Find a contact"),
      input: closed(
        {
          query: text("A phone number, at least its last five digits, or a name.", { minLength: 2 }),
          cursor: text("The nextCursor of the previous result."),
        },
        ["query"],
      ),
      output: closed(
        {
          contacts: {
            type: "array",
            description: "The contacts that match.",
            items: closed({
              id: value("The id of the contact."),
              ...{ name: value("First name."), last_name: value("Last name.") },
              ...{ phone: value("Phone number."), email: value("E-mail address.") },
              chats: { type: "array", items: { type: "object" }, description: "The chats: chatId, channel, status." },
            }),
          },
          isComplete: { type: "boolean", description: "Whether the API returned all contacts." },
          nextCursor: text("Call again with it as cursor for more contacts. Absent at the end."),
          notice: text("How to treat the texts."),
        },
        ["contacts", "isComplete", "notice"],
      ),
      doing: reading,
      run: ({ query, cursor }, { signal }) => find(account, String(query), cursor, signal),
    },
  ];
}
