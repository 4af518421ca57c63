// As an agent: adds each new message to a Redis stream, for workers to read (XREADGROUP), and resumes where it stopped,
// on any machine. Run one process at a time.
//
//   npx tsx examples/feed-to-redis.ts session.json       until Ctrl-C
//
// session.json    the session that the agent's login returns. Keep it secret
// REDIS_URL       the URL of Redis, redis://localhost:6379 by default
//
// wipsy:messages has about the latest 10,000 events, with names and texts; wipsy:messages:checkpoint has the checkpoint.

import { createClient } from "redis";
import { type Agent, Wipsy } from "wipsy-client";
import { type AgentEvent, type MessagesCheckpoint, type WatchMessagesOptions, watchMessages } from "wipsy-client/feed";
import { readSession } from "./lib/session.ts";

const stream = "wipsy:messages";
const checkpointKey = `${stream}:checkpoint`;
const latest = { TRIM: { strategy: "MAXLEN", strategyModifier: "~", threshold: 10_000 } } as const;

/** The fields of an event in the stream. */
function fieldsOf(event: AgentEvent): Record<string, string> {
  const about = { type: event.type, chat: JSON.stringify(event.chat ?? null) };
  return event.type === "gap" ? about : { ...about, message: JSON.stringify(event.message) };
}

/** Adds events to Redis until `options.signal` is aborted. */
export async function feedToRedis(agent: Agent, url: string, options: WatchMessagesOptions): Promise<void> {
  // It reconnects by itself, and repeats no command that may have been executed.
  const redis = createClient({ url }).on("error", (error: Error) => console.error(`Redis: ${error.message}`));
  await redis.connect();
  try {
    const kept = await redis.get(checkpointKey);
    const checkpoint = kept === null ? undefined : (JSON.parse(kept) as MessagesCheckpoint);
    const feed = watchMessages(agent, { ...options, checkpoint });
    let isThere = true;
    try {
      for await (const event of feed) {
        isThere = false;
        if (event.type === "gap")
          console.error(`GAP: messages were missed in ${event.chat?.id ?? "chats beyond the list"}.`);
        // Both or neither: no message is lost or repeated, whenever the process or the connection breaks off.
        await redis
          .multi()
          .xAdd(stream, "*", fieldsOf(event), latest)
          .set(checkpointKey, JSON.stringify(feed.checkpoint))
          .exec();
        isThere = true;
      }
    } finally {
      // Also if nothing has come yet, or the feed has failed: the next run must start here. The feed counts an event that
      // may not be in the stream, too.
      if (isThere) await redis.set(checkpointKey, JSON.stringify(feed.checkpoint));
    }
  } finally {
    redis.destroy();
  }
}

if (process.argv[1] === import.meta.filename) {
  const [, , session] = process.argv;
  if (session === undefined) throw new Error("Name the session's file: npx tsx examples/feed-to-redis.ts session.json");
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const agent = new Wipsy().agent({ session: await readSession(session) });
  await feedToRedis(agent, process.env.REDIS_URL ?? "redis://localhost:6379", { signal: stop.signal });
}
