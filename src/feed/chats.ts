import type { Types } from "../../generated/resources.ts";
import type { CallOptions } from "../call/call.ts";
import { fingerprintOf } from "../lists/fingerprint.ts";
import { byInstant, instantOf } from "../lists/instant.ts";
import type { Row } from "../lists/page.ts";
import type { Listed } from "../operation/types.ts";
import { isRecord } from "../operation/values.ts";
import { type ListMethods, listOf } from "./chat-reads.ts";
import {
  areAll,
  atOf,
  earliest,
  idOf,
  instantBefore,
  instantToJson,
  isSameTime,
  lastOf,
  markers,
  never,
  refuseCheckpoint,
  timed,
} from "./chat-times.ts";
import { anything, type Poll, type Watch, type WatchOptions, watchOf, watchOptions } from "./watch.ts";

/** Options of `watchChats`. */
export interface WatchChatsOptions extends WatchOptions {
  /**
   * Where to start: the checkpoint of an earlier feed, or a time by the server's clock.
   * @default at the first poll
   */
  readonly checkpoint?: ChatsCheckpoint | Date | undefined;
}

/** A new or changed chat, or a gap: more may have happened than the feed could see. */
export type ChatEvent<Chat = Listed<Types["namespaces"], "chats">> =
  | {
      readonly type: "new" | "changed";
      readonly chat: Chat;
      /** The chat before the change, if the feed saw it. */
      readonly previous: Chat | undefined;
    }
  | { readonly type: "gap" };

/** A checkpoint of `watchChats`. */
export interface ChatsCheckpoint {
  /** The kind of feed. */
  readonly feed: "chats";
  /** By chat id: its `last_message_at`, and a fingerprint of the whole chat. */
  readonly chats: Readonly<Record<string, readonly [at: string | null, fingerprint: string]>>;
  /**
   * Unknown chats without activity since this instant are not new: they were beyond the page. In microseconds since
   * 1970. `null`: no chats were beyond the page; absent: nothing was polled yet.
   */
  readonly mark?: number | null;
  /** Whether `chats` had all chats. */
  readonly whole: boolean;
}

interface KnownChat {
  readonly at: string | null;
  readonly fingerprint: string;
  /** The whole chat. Not kept in checkpoints. */
  readonly chat: Row | undefined;
}

/** The state of a feed of chats. */
interface Known {
  readonly chats: Map<string, KnownChat>;
  readonly mark: number;
  readonly whole: boolean;
}

interface Step {
  readonly event: ChatEvent<Row>;
}

/** The chats that a poll read, and whether they reach back to known ones. */
interface Seen {
  readonly rows: readonly Row[];
  readonly whole: boolean;
  readonly meets: boolean;
}

function knownOf(chat: Row): KnownChat {
  return { at: atOf(chat), fingerprint: fingerprintOf(chat), chat };
}

function isChat(chat: unknown): boolean {
  return Array.isArray(chat) && chat.length === 2 && areAll("string", [chat[0] ?? "", chat[1]]);
}

/** The initial state, from a checkpoint or a time; `undefined`: the feed begins now. */
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
  return { feed: "chats", chats: Object.fromEntries(entries), mark: instantToJson(mark), whole };
}

/** The event for one chat of a page, if any. */
function eventOf({ chats, mark, whole }: Known, chat: Row): Step["event"] | undefined {
  const known = chats.get(idOf(chat));
  if (known) {
    const isSame = known.fingerprint === fingerprintOf(chat);
    return isSame ? undefined : { type: "changed", chat, previous: known.chat };
  }
  // The chat may have been beyond the previous page.
  if (!whole && lastOf(chat) <= mark) return undefined;
  const isNew = whole || !(instantOf(chat.created_at) <= mark);
  return { type: isNew ? "new" : "changed", chat, previous: undefined };
}

/** Reads chats until it meets one without new activity. */
async function read({ iterate }: ListMethods, options: CallOptions, known: Known | undefined): Promise<Seen> {
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

async function pollChats(
  list: ListMethods,
  options: CallOptions,
  known: Known | undefined,
): Promise<Poll<Known, Step>> {
  const { rows, whole, meets } = await read(list, options, known);
  const next = {
    chats: new Map(rows.map((chat) => [idOf(chat), knownOf(chat)])),
    // The page has the most recently active chats, so nothing beyond it has happened later.
    mark: whole ? never : earliest(timed(rows).map(lastOf)),
    whole,
  };
  if (known === undefined) return { steps: [], next };
  // An empty answer is more likely a server's mistake than the end of all chats.
  const isImplausible = rows.length === 0 && known.chats.size > 0;
  const events = rows.toSorted(byInstant(lastOf)).flatMap((chat) => eventOf(known, chat) ?? []);
  const steps = events.map((event) => ({ event }));
  return { steps: meets || whole ? steps : [{ event: { type: "gap" } }, ...steps], next: isImplausible ? known : next };
}

/**
 * Watches the chats of an account by polling, since the API has no webhooks. Each poll reads the largest page of chats
 * and yields what is new or changed since the previous poll, oldest first. Starts now, or at `checkpoint`. Reads
 * `getChats`, which is partly documented.
 *
 * `new`: a chat that was not there before. `changed`: any field of it has changed; `previous` is the chat before,
 * `undefined` if the feed had not seen it (right after a restart, or beyond the page). `gap`: all chats of a full page
 * had new activity since the previous poll, so there may be others beyond it. After a restart right behind a gap, the
 * gap can come again. That the page has the most recently active chats is inferred. A change to a chat beyond the page
 * shows at that chat's next activity.
 *
 * @throws InputError at once if an option is invalid. The loop throws the error of a failed poll: at once if the retry
 *   policy rules out a retry (such as a 401 or a missing key, but not a key function that failed), else once polls have
 *   failed for ten of the longest polling intervals.
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
  const list = listOf(about, "wipsy", wipsy, "chats");
  const { every, checkpoint, ...callOptions } = watchOptions<WatchChatsOptions>(about, options, {
    checkpoint: anything,
  });
  const feed = {
    poll: (known: Known | undefined) => pollChats(list, callOptions, known),
    deliver({ chats }: Known, { event }: Step) {
      if (event.type !== "gap") chats.set(idOf(event.chat), knownOf(event.chat));
    },
    checkpointOf,
  };
  // The cast: the feed delivers rows of the client's own list.
  return watchOf(about, feed, knownFrom(checkpoint), { every, signal: callOptions.signal }) as Watch<
    never,
    ChatsCheckpoint
  >;
}
