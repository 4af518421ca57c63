import { listOf } from "../../feed/chat-reads.ts";
import { isWipsyError, Wipsy } from "../../index.ts";
import type { Row } from "../../lists/page.ts";
import type { Common } from "../client.ts";
import { stopAfter } from "../stop.ts";
import type { Texts } from "../texts/language.ts";
import { type Columns, type Format, field, formatFor } from "./format.ts";
import { type Output, openOutput, standardOutput } from "./output.ts";
import { type Progress, progressFor } from "./progress.ts";
import { summarize } from "./summary.ts";

const columns: Readonly<Record<"contacts" | "chats", Columns<Row>>> = {
  contacts: {
    id: field("id"),
    name: field("name"),
    last_name: field("last_name"),
    phone: field("phone"),
    email: field("email"),
    stage: field("pipeline_stage", "name"),
    tags: ({ tags }) => (Array.isArray(tags) ? tags.map(field("name")).join(", ") : undefined),
  },
  chats: {
    id: field("id"),
    channel: field("channel_type"),
    status: field("status"),
    customer: field("customer", "name"),
    phone: field("customer", "phone"),
    last_message_at: field("last_message_at"),
    created_at: field("created_at"),
  },
};

type Pages<Item> = AsyncIterable<{ readonly items: readonly Item[] }>;

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

/** `contacts export` and `chats export`: writes a whole list. Returns the exit code. */
export async function exportList(
  noun: keyof typeof columns,
  file: string | undefined,
  { baseUrl, json }: Common,
  t: Texts,
): Promise<number> {
  const { iterate } = listOf("export", "wipsy", new Wipsy({ baseUrl }), noun);
  const output = file === undefined ? standardOutput : await openOutput(file);
  const progress = progressFor(noun, file, t);
  const pages = iterate({}, { signal: stopAfter() }).pages();
  let exported: { count: number; isCut: boolean } | undefined;
  try {
    exported = await exportPages(pages, formatFor(columns[noun], file, json), output, progress);
  } finally {
    progress.end();
    await output.close(exported !== undefined);
  }
  return summarize({ noun, count: exported.count, warning: exported.isCut ? t("incomplete") : undefined }, t, json);
}
