// Writes all messages of all of an agent's chats to one CSV file.
//
//   npx tsx examples/messages-to-csv.ts session.json messages.csv
//   npx tsx examples/messages-to-csv.ts session.json messages.csv --resume      resumes where the last run stopped
//
// session.json    the session that the agent's login returns. Keep it secret
//
// Until the export is complete, the file's name ends in .part, and a .checkpoint file lists the finished chats: messages
// that come in these later are not exported. Exit code: 0 if these are all messages, 2 if there may be more than the API
// returned, 1 if it failed.

import { rm } from "node:fs/promises";
import { type Agent, type Chat, type Message, Wipsy } from "wipsy-client";
import { byTime } from "./lib/by-time.ts";
import { csvLine } from "./lib/csv.ts";
import { keep, load } from "./lib/keep.ts";
import { type Output, openOutput } from "./lib/output.ts";
import { type Progress, showProgress } from "./lib/progress.ts";
import { readSession } from "./lib/session.ts";

/** The progress of an export. */
interface Done {
  /** The length of the file. */
  readonly bytes: number;
  readonly messages: number;
  readonly chats: readonly string[];
  /** Lists that could not be read to the end. */
  readonly cut: readonly string[];
}

const nothing: Done = { bytes: 0, messages: 0, chats: [], cut: [] };

const columns: Record<string, (message: Message, chat: Chat) => string | null | undefined> = {
  chat_id: (_, chat) => chat.id,
  channel: (_, chat) => chat.channel_type,
  customer: (_, chat) => chat.customer?.name,
  id: (message) => message.id,
  created_at: (message) => message.created_at,
  sender: (message) => message.sender_type,
  type: (message) => message.message_type,
  status: (message) => message.status,
  text: (message) => message.content,
  media: ({ metadata }) => metadata?.imageUrl ?? metadata?.videoUrl ?? metadata?.audioUrl ?? metadata?.documentUrl,
};

/** The items of a list that the API returns, and whether these are all. */
async function whole<Item>(
  pages: AsyncIterable<{ items: Item[]; complete: boolean }>,
  count?: (items: number) => void,
) {
  const all: { items: Item[]; complete: boolean } = { items: [], complete: true };
  for await (const { items, complete } of pages) {
    for (const item of items) all.items.push(item);
    all.complete = complete;
    count?.(items.length);
  }
  return all;
}

/** Opens an export where an earlier run stopped; from the start without a checkpoint, or without the file it describes. */
async function openExport(file: string, checkpoint: string, resume: boolean): Promise<{ output: Output; done: Done }> {
  const done = resume ? await load<Done>(checkpoint) : undefined;
  const output = await openOutput(file, done?.bytes);
  if (done && output.bytes > 0) return { output, done };
  // It does not cover what is written from now on.
  await rm(checkpoint, { force: true });
  return { output, done: nothing };
}

/** Writes the messages chat by chat, sorted by time, and keeps what an earlier run has written. */
export async function exportMessages(agent: Agent, file: string, resume: boolean, progress: Progress): Promise<Done> {
  const checkpoint = `${file}.checkpoint`;
  let { output, done } = await openExport(file, checkpoint, resume);
  let isWhole = false;
  let kept = performance.now();
  const save = async () => {
    await output.sync();
    await keep(checkpoint, done);
    kept = performance.now();
  };
  try {
    if (done.bytes === 0) await output.write(csvLine(Object.keys(columns)));
    // No error for an incomplete list: one such chat must not keep the others from being exported.
    const chats = await whole(agent.chats.iterate({}, { incomplete: "allow" }).pages());
    progress.part(done.chats.length, chats.items.length);
    for (const chat of chats.items) {
      const { id } = chat;
      if (id === undefined || done.chats.includes(id)) continue;
      const reading = agent.messages.iterate({ chatId: id }, { incomplete: "allow" }).pages();
      const { items, complete } = await whole(reading, progress.add);
      const lines = items.sort(byTime).map((message) => csvLine(Object.values(columns).map((of) => of(message, chat))));
      await output.write(lines.join(""));
      done = {
        bytes: output.bytes,
        messages: done.messages + items.length,
        chats: [...done.chats, id],
        cut: complete ? done.cut : [...done.cut, `chat ${id}`],
      };
      progress.part(done.chats.length, chats.items.length);
      if (performance.now() - kept > 1000) await save();
    }
    isWhole = true;
    return chats.complete ? done : { ...done, cut: [...done.cut, "the list of chats"] };
  } catch (error) {
    // If that fails, too, the previous one is still valid.
    await save().catch(() => {});
    throw error;
  } finally {
    await output.close(isWhole);
    if (isWhole) await rm(checkpoint, { force: true });
  }
}

async function main(session: string | undefined, file: string | undefined, ...flags: string[]): Promise<void> {
  const usage = "npx tsx examples/messages-to-csv.ts session.json messages.csv [--resume]";
  if (session === undefined || file === undefined || flags.some((flag) => flag !== "--resume")) throw new Error(usage);
  const agent = new Wipsy().agent({ session: await readSession(session) });
  const progress = showProgress("messages", "chats");
  const exporting = exportMessages(agent, file, flags.length > 0, progress);
  const { messages, chats, cut } = await exporting.finally(() => progress.end());
  console.error(`${messages} messages of ${chats.length} chats written.`);
  if (cut.length === 0) return;
  console.error(`WARNING: THESE ARE NOT ALL. The API gave as much as it can of: ${cut.join(", ")}.`);
  process.exitCode = 2;
}

if (process.argv[1] === import.meta.filename) await main(...(process.argv.slice(2) as [string?, string?, ...string[]]));
