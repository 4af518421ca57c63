import { type Chat, type Contact, isWipsyError, Wipsy } from "../../index.ts";
import type { Common } from "../client.ts";
import { stopAfter } from "../stop.ts";
import type { Texts } from "../texts/language.ts";
import { type Columns, type Format, formatFor } from "./format.ts";
import { type Output, openOutput, standardOutput } from "./output.ts";
import { type Noun, type Progress, progressFor } from "./progress.ts";
import { summarize } from "./summary.ts";

const contactColumns: Columns<Contact> = {
  id: (contact) => contact.id,
  name: (contact) => contact.name,
  last_name: (contact) => contact.last_name,
  phone: (contact) => contact.phone,
  email: (contact) => contact.email,
  stage: (contact) => contact.pipeline_stage?.name,
  tags: (contact) => contact.tags?.map((tag) => tag.name).join(", "),
};

const chatColumns: Columns<Chat> = {
  id: (chat) => chat.id,
  channel: (chat) => chat.channel_type,
  status: (chat) => chat.status,
  customer: (chat) => chat.customer?.name,
  phone: (chat) => chat.customer?.phone,
  last_message_at: (chat) => chat.last_message_at,
  created_at: (chat) => chat.created_at,
};

type Pages<Item> = AsyncIterable<{ readonly items: Item[] }>;

/** Writes a list page by page. Returns the number of items, and whether these may not be all. */
export async function exportPages<Item extends object>(
  pages: Pages<Item>,
  { header, linesOf }: Format<Item>,
  output: Output,
  progress: Progress,
): Promise<{ count: number; isCut: boolean }> {
  let count = 0;
  await output.write(header);
  try {
    for await (const { items } of pages) {
      await output.write(linesOf(items));
      count += items.length;
      progress.add(items.length);
    }
  } catch (error) {
    // Thrown after the last item that the API returns.
    if (isWipsyError(error, "IncompleteListError")) return { count, isCut: true };
    throw error;
  }
  return { count, isCut: false };
}

/** Writes a list to a file, or to standard output without one. Returns the exit code. */
async function exportList<Item extends object>(
  noun: Noun,
  pages: Pages<Item>,
  columns: Columns<Item>,
  [file, { json }, t]: Given,
): Promise<number> {
  const output = file === undefined ? standardOutput : await openOutput(file);
  const progress = progressFor(noun, file, t);
  let exported: { count: number; isCut: boolean } | undefined;
  try {
    exported = await exportPages(pages, formatFor(columns, file, json), output, progress);
  } finally {
    progress.end();
    await output.close(exported !== undefined);
  }
  return summarize({ noun, count: exported.count, warning: exported.isCut ? t("incomplete") : undefined }, t, json);
}

type Given = readonly [file: string | undefined, options: Common, t: Texts];

/** `contacts export`: writes all contacts. */
export async function exportContacts(...given: Given): Promise<number> {
  const { contacts } = new Wipsy({ baseUrl: given[1].baseUrl });
  return exportList("contacts", contacts.iterate({}, { signal: stopAfter() }).pages(), contactColumns, given);
}

/** `chats export`: writes all chats. */
export async function exportChats(...given: Given): Promise<number> {
  const { chats } = new Wipsy({ baseUrl: given[1].baseUrl });
  return exportList("chats", chats.iterate({}, { signal: stopAfter() }).pages(), chatColumns, given);
}
