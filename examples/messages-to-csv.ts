// Writes all messages of all of an agent's chats as one CSV.
//
//   npx tsx examples/messages-to-csv.ts session.json messages.csv
//   npx tsx examples/messages-to-csv.ts session.json messages.csv --resume      goes on where the last run stopped
//
// session.json    the session as the agent's login gives it. Keep it secret
//
// Until all is written, the file's name ends in .part, and .checkpoint beside it holds which chats are done: messages that
// come to these later are not in the export. The exit code is 0 when these are all messages, 2 when there may be more than
// the API gives, 1 when it failed.

import { rm } from "node:fs/promises";
import { type Agent, type Chat, type Message, Wipsy } from "wipsy-client";
import { byTime } from "./lib/by-time.ts";
import { csvLine } from "./lib/csv.ts";
import { keep, load } from "./lib/keep.ts";
import { type Output, openOutput } from "./lib/output.ts";
import { type Progress, showProgress } from "./lib/progress.ts";
import { readSession } from "./lib/session.ts";

/** How far an export has come. */
interface Done {
  /** Of the file. */
  readonly bytes: number;
  readonly messages: number;
  readonly chats: readonly string[];
  /** What could not be read to its end. */
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

/** All that can be had of a list, and whether that is all. */
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

/** Opens the export where an earlier run stopped; anew without its checkpoint, or when what that tells of is not there. */
async function openExport(file: string, checkpoint: string, resume: boolean): Promise<{ output: Output; done: Done }> {
  const done = resume ? await load<Done>(checkpoint) : undefined;
  const output = await openOutput(file, done?.bytes);
  if (done && output.bytes > 0) return { output, done };
  // It tells nothing of what is written from now on.
  await rm(checkpoint, { force: true });
  return { output, done: nothing };
}

/** Writes the messages chat by chat, in order of time; what an earlier run has done is left as it is. */
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
    // Without the error for a list that was cut off: one such chat is no reason to leave out the others.
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
    // Where that fails too, the one before still holds.
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
