import type { Types } from "../../generated/resources.ts";
import type { CallOptions } from "../call/call.ts";
import { isFunction, refuse } from "../errors/refuse.ts";
import { fingerprintOf } from "../lists/fingerprint.ts";
import { byInstant, earliest, instantOf } from "../lists/instant.ts";
import type { IterateOptions, Iteration } from "../lists/iterate.ts";
import type { Row } from "../lists/page.ts";
import type { Listed } from "../operation/types.ts";
import { isRecord } from "../operation/values.ts";
import {
  areAll,
  atOf,
  idOf,
  instantBefore,
  isSameTime,
  lastOf,
  markers,
  never,
  refuseCheckpoint,
  timed,
  written,
} from "./chat-times.ts";
import { type Poll, type Watch, type WatchOptions, watchOf, watchOptions } from "./watch.ts";

/** What can be set for watching chats. */
export interface WatchChatsOptions extends WatchOptions {
  /**
   * Where to begin: the checkpoint of an earlier feed, or a time by the server's clock.
   * @default what happens from the first poll on
   */
  readonly checkpoint?: ChatsCheckpoint | Date | undefined;
}

/** What has happened to a chat; or that more may have happened than could be seen. */
export type ChatEvent<Chat = Listed<Types["namespaces"], "chats">> =
  | {
      readonly type: "new" | "changed";
      readonly chat: Chat;
      /** The chat before, where it was seen. */
      readonly previous: Chat | undefined;
    }
  | { readonly type: "gap" };

/** Where `watchChats` is. */
export interface ChatsCheckpoint {
  /** What it is a checkpoint of. */
  readonly feed: "chats";
  /** By chat: its `last_message_at`, and a fingerprint of all of it. */
  readonly chats: Readonly<Record<string, readonly [at: string | null, fingerprint: string]>>;
  /**
   * An unknown chat has been seen, or was beyond the page, if nothing has happened in it since this instant, in
   * microseconds since 1970. `null`: there were no others; absent: nothing was polled yet.
   */
  readonly mark?: number | null;
  /** Whether these were all chats. */
  readonly whole: boolean;
}

interface KnownChat {
  readonly at: string | null;
  readonly fingerprint: string;
  /** As it was; not kept in checkpoints. */
  readonly chat: Row | undefined;
}

/** What a feed of chats knows. */
interface Known {
  readonly chats: Map<string, KnownChat>;
  readonly mark: number;
  readonly whole: boolean;
}

interface Step {
  readonly event: ChatEvent<Row>;
}

/** As much of the list of chats as a poll reads, and whether it reaches back to what was known. */
interface Seen {
  readonly rows: readonly Row[];
  readonly whole: boolean;
  readonly meets: boolean;
}

type Iterate = (query: object, options: IterateOptions) => Iteration<Row>;
const isIterate = (value: unknown): value is Iterate => isFunction(value);

function knownOf(chat: Row): KnownChat {
  return { at: atOf(chat), fingerprint: fingerprintOf(chat), chat };
}

function isChat(chat: unknown): boolean {
  return Array.isArray(chat) && chat.length === 2 && areAll("string", [chat[0] ?? "", chat[1]]);
}

/** What a feed begins with: a time, or where another one stopped; `undefined`: it begins now. */
function knownFrom(checkpoint: unknown): Known | undefined {
  if (checkpoint === undefined) return undefined;
  const begin = instantBefore(checkpoint);
  if (begin !== undefined) return { chats: new Map(), mark: begin, whole: false };
  const { feed, chats, mark, whole }: Partial<ChatsCheckpoint> = Object(checkpoint);
  const areChats = isRecord(chats) && Object.values(chats).every(isChat) && areAll("number", [mark ?? 0]);
  if (feed !== "chats" || !areChats || typeof whole !== "boolean") return refuseCheckpoint("watchChats");
  if (mark === undefined) return undefined;
  const known = Object.entries(chats).map(
    ([id, [at, fingerprint]]) => [id, { at, fingerprint, chat: undefined }] as const,
  );
  return { chats: new Map(known), mark: mark ?? never, whole };
}

function checkpointOf(known: Known | undefined): ChatsCheckpoint {
  if (known === undefined) return { feed: "chats", chats: {}, whole: false };
  const { chats, mark, whole } = known;
  const entries = [...chats].map(([id, { at, fingerprint }]) => [id, [at, fingerprint]] as const);
  return { feed: "chats", chats: Object.fromEntries(entries), mark: written(mark), whole };
}

/** What has happened to one chat of a page. */
function eventOf({ chats, mark, whole }: Known, chat: Row): Step["event"] | undefined {
  const known = chats.get(idOf(chat));
  if (known) {
    const isSame = known.fingerprint === fingerprintOf(chat);
    return isSame ? undefined : { type: "changed", chat, previous: known.chat };
  }
  // It may have been beyond the page, where nothing of it was known.
  if (!whole && lastOf(chat) <= mark) return undefined;
  const isNew = whole || !(instantOf(chat.created_at) <= mark);
  return { type: isNew ? "new" : "changed", chat, previous: undefined };
}

/** Reads until it meets a chat in which nothing has happened. */
async function read(iterate: Iterate, options: CallOptions, known: Known | undefined): Promise<Seen> {
  const rows: Row[] = [];
  for await (const page of iterate({}, { ...options, incomplete: "allow" }).pages()) {
    rows.push(...page.items);
    const meets = markers(page.items).some((chat) => {
      const before = known?.chats.get(idOf(chat));
      return before ? isSameTime(before.at, atOf(chat)) : known !== undefined && lastOf(chat) <= known.mark;
    });
    if (page.complete || meets || known === undefined) return { rows, whole: page.complete, meets };
  }
  return { rows, whole: false, meets: false };
}

async function pollChats(iterate: Iterate, options: CallOptions, known: Known | undefined): Promise<Poll<Known, Step>> {
  const { rows, whole, meets } = await read(iterate, options, known);
  const next = {
    chats: new Map(rows.map((chat) => [idOf(chat), knownOf(chat)])),
    // Beyond a page of those in which something happened last, nothing has happened later.
    mark: whole ? never : earliest(timed(rows).map(lastOf)),
    whole,
  };
  if (known === undefined) return { steps: [], next };
  // An answer without any chat is more likely a slip of the server's than the end of all of them.
  const isSlip = rows.length === 0 && known.chats.size > 0;
  const events = rows.toSorted(byInstant(lastOf)).flatMap((chat) => eventOf(known, chat) ?? []);
  const steps = events.map((event) => ({ event }));
  return { steps: meets || whole ? steps : [{ event: { type: "gap" } }, ...steps], next: isSlip ? known : next };
}

/**
 * The chats of an account as things happen in them, instead of webhooks, which the API does not have: polls the largest page
 * of chats, and gives what is new or changed since the poll before, the oldest first. It begins with what happens from now
 * on, or at `checkpoint`. Reads `getChats`, which is partly documented.
 *
 * `new`: a chat that was not there before. `changed`: anything of it is different; `previous` is the chat as it was,
 * `undefined` when it was not seen before (right after a restart, or beyond the page). `gap`: something had happened in all
 * chats of a full page since the poll before, so that there may be others beyond it; after a restart right behind a gap it
 * can come again. That the page holds the most recent chats is inferred. A change of a chat beyond the page shows when
 * something happens in that chat.
 *
 * @throws InputError at once when an option is wrong. The loop throws what a poll fails with: at once when the retry policy
 *   rules it out (401, no key, …; a function for the key may fail now and then), else when polls have failed for ten of the
 *   longest polling intervals.
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { watchChats } from "wipsy-client/feed";
 * const wipsy = new Wipsy();
 * for await (const event of watchChats(wipsy, { every: 5000, signal: AbortSignal.timeout(1000) })) {
 *   if (event.type === "gap") console.log("More has happened than can be seen.");
 *   else console.log(event.type, event.chat.id, event.chat.status);
 * }
 * ```
 */
export function watchChats<Client extends object>(
  wipsy: Client,
  options: WatchChatsOptions = {},
): Watch<ChatEvent<Listed<Client, "chats">>, ChatsCheckpoint> {
  const about = "watchChats";
  const iterate: unknown = Object(Object(wipsy).chats).iterate;
  if (!isIterate(iterate)) return refuse(about, "wipsy", "has no list of chats");
  const { every, checkpoint, ...callOptions } = watchOptions<WatchChatsOptions>(about, options);
  const feed = {
    poll: (known: Known | undefined) => pollChats(iterate, callOptions, known),
    give({ chats }: Known, { event }: Step) {
      if (event.type !== "gap") chats.set(idOf(event.chat), knownOf(event.chat));
    },
    checkpointOf,
  };
  // The cast: the feed gives the rows of the client's own list.
  return watchOf(about, feed, knownFrom(checkpoint), { every, signal: callOptions.signal }) as Watch<
    never,
    ChatsCheckpoint
  >;
}
