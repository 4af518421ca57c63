// As an agent: writes a line of JSON to a file for each message that comes, and goes on where it stopped.
//
//   npx tsx examples/feed-to-file.ts session.json messages.jsonl       until Ctrl-C
//
// session.json    the session as the agent's login gives it. Keep it secret
//
// How far it has come is kept in messages.jsonl.checkpoint: what comes while it is not running is written when it runs
// again. The first run begins with what comes from then on. Killed before anything has come, it keeps no place to go on from.

import { open } from "node:fs/promises";
import { type Agent, Wipsy } from "wipsy-client";
import { type AgentEvent, type MessagesCheckpoint, type WatchMessagesOptions, watchMessages } from "wipsy-client/feed";
import { keep, load } from "./lib/keep.ts";
import { cutToLines } from "./lib/lines.ts";
import { readSession } from "./lib/session.ts";

/** How far it has come. */
interface Place {
  /** How long the file was. */
  readonly bytes: number;
  readonly feed: MessagesCheckpoint;
}

/** What is written of an event: ids and times, no name and no text. */
function entryOf(event: AgentEvent) {
  const { id: chat, channel_type: channel } = event.chat ?? {};
  if (event.type === "gap") return { type: event.type, chat, channel, at: new Date().toISOString() };
  const { id: message, sender_type: sender, created_at } = event.message;
  return { type: event.type, chat, channel, message, sender, created_at };
}

/** Appends to `file` what happens, until `options.signal` is aborted. */
export async function feedToFile(agent: Agent, file: string, options: WatchMessagesOptions): Promise<void> {
  const checkpoint = `${file}.checkpoint`;
  const place = await load<Place>(checkpoint);
  const feed = watchMessages(agent, { ...options, checkpoint: place?.feed });
  const output = await open(file, "a+", 0o600);
  try {
    // What no checkpoint knows of will be written again: cut off, it is there once.
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
        // First the line is on the disk, then it counts as written.
        await output.sync();
        await save();
        isWritten = true;
      }
    } finally {
      // Also when nothing has come yet, or the feed has failed: the next run is to begin here. The feed counts a line that
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
