// As an agent: appends a line of JSON to a file for each new message, and resumes where it stopped.
//
//   npx tsx examples/feed-to-file.ts session.json messages.jsonl       until Ctrl-C
//
// session.json    the session that the agent's login returns. Keep it secret
//
// Its checkpoint is in messages.jsonl.checkpoint: the next run also writes messages that came while it was not running.
// The first run starts with new messages. If it is killed before the first one, it has no checkpoint to resume from.

import { open } from "node:fs/promises";
import { type Agent, Wipsy } from "wipsy-client";
import { type AgentEvent, type MessagesCheckpoint, type WatchMessagesOptions, watchMessages } from "wipsy-client/feed";
import { keep, load } from "./lib/keep.ts";
import { cutToLines } from "./lib/lines.ts";
import { readSession } from "./lib/session.ts";

/** The progress of the program. */
interface Place {
  /** The length of the file. */
  readonly bytes: number;
  readonly feed: MessagesCheckpoint;
}

/** The part of an event that is written: ids and times, no names or texts. */
function entryOf(event: AgentEvent) {
  const { id: chat, channel_type: channel } = event.chat ?? {};
  if (event.type === "gap") return { type: event.type, chat, channel, at: new Date().toISOString() };
  const { id: message, sender_type: sender, created_at } = event.message;
  return { type: event.type, chat, channel, message, sender, created_at };
}

/** Appends events to `file` until `options.signal` is aborted. */
export async function feedToFile(agent: Agent, file: string, options: WatchMessagesOptions): Promise<void> {
  const checkpoint = `${file}.checkpoint`;
  const place = await load<Place>(checkpoint);
  const feed = watchMessages(agent, { ...options, checkpoint: place?.feed });
  const output = await open(file, "a+", 0o600);
  try {
    // Lines after the last checkpoint will be written again: truncate the file, so that they are there once.
    let bytes = await cutToLines(output, place?.bytes);
    const save = () => keep(checkpoint, { bytes, feed: feed.checkpoint } satisfies Place);
    let isWritten = true;
    try {
      for await (const event of feed) {
        isWritten = false;
        if (event.type === "gap")
          console.error(`GAP: messages were missed in ${event.chat?.id ?? "chats beyond the list"}.`);
        const line = Buffer.from(`${JSON.stringify(entryOf(event))}\n`);
        await output.appendFile(line);
        bytes += line.length;
        // The line must be on the disk before the checkpoint says so.
        await output.sync();
        await save();
        isWritten = true;
      }
    } finally {
      // Also if nothing has come yet, or the feed has failed: the next run must start here. The feed counts a line that
      // could not be written, too.
      if (isWritten) await save();
    }
  } finally {
    await output.close();
  }
}

if (process.argv[1] === import.meta.filename) {
  const [, , session, file] = process.argv;
  if (session === undefined || file === undefined)
    throw new Error("Name both files: npx tsx examples/feed-to-file.ts session.json messages.jsonl");
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const agent = new Wipsy().agent({ session: await readSession(session) });
  await feedToFile(agent, file, { signal: stop.signal });
}
