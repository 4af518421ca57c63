import type { CallOptions } from "../call/call.ts";
import { fingerprintOf } from "../lists/fingerprint.ts";
import { byInstant, earliest, instantOf } from "../lists/instant.ts";
import type { IterateOptions, Iteration } from "../lists/iterate.ts";
import type { Row } from "../lists/page.ts";
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
import type { Feed } from "./watch.ts";

/** Reads a list of chats to its end. */
export type Iterate = (query: object, options: IterateOptions) => Iteration<Row>;

/** What has happened to a chat; or that more may have happened than could be seen. */
export type Happening =
  | { readonly type: "new" | "changed"; readonly chat: Row; readonly previous: Row | undefined }
  | { readonly type: "gap" };

/** How far `watchChats` has come. */
export interface ChatsCheckpoint {
  /** What it is a checkpoint of. */
  readonly feed: "chats";
  /** By chat: its `last_message_at`, and a fingerprint of all of it. */
  readonly chats: Readonly<Record<string, readonly [at: string | null, fingerprint: string]>>;
  /**
   * A chat that is not known has been seen, or was beyond the window, if nothing has happened in it since this instant, in
   * microseconds since 1970. `null`: there were no others; absent: nothing was polled yet.
   */
  readonly mark?: number | null;
  /** Whether these were all chats. */
  readonly whole: boolean;
}

interface Known {
  readonly at: string | null;
  readonly fingerprint: string;
  /** As it was; not kept in checkpoints. */
  readonly chat: Row | undefined;
}

interface State {
  readonly chats: Map<string, Known>;
  readonly mark: number;
  readonly whole: boolean;
}

/** What a window of chats holds, and whether it reaches back to what was known. */
interface Seen {
  readonly rows: readonly Row[];
  readonly whole: boolean;
  readonly meets: boolean;
}

function knownOf(chat: Row): Known {
  return { at: atOf(chat), fingerprint: fingerprintOf(chat), chat };
}

function isChat(chat: unknown): boolean {
  return Array.isArray(chat) && chat.length === 2 && areAll("string", [chat[0] ?? "", chat[1]]);
}

function stateFrom(checkpoint: unknown): State | undefined {
  if (checkpoint === undefined) return undefined;
  const begin = instantBefore(checkpoint);
  if (begin !== undefined) return { chats: new Map(), mark: begin, whole: false };
  const { feed, chats, mark, whole } = Object(checkpoint) as Partial<ChatsCheckpoint>;
  const areChats = isRecord(chats) && Object.values(chats).every(isChat) && areAll("number", [mark ?? 0]);
  if (feed !== "chats" || !areChats || typeof whole !== "boolean") return refuseCheckpoint("watchChats");
  if (mark === undefined) return undefined;
  const known = Object.entries(chats).map(
    ([id, [at, fingerprint]]) => [id, { at, fingerprint, chat: undefined }] as const,
  );
  return { chats: new Map(known), mark: mark ?? never, whole };
}

/** What a window says has happened to one chat since `state`. */
function happeningOf({ chats, mark, whole }: State, chat: Row): Happening | undefined {
  const known = chats.get(idOf(chat));
  if (known) {
    const isSame = known.fingerprint === fingerprintOf(chat);
    return isSame ? undefined : { type: "changed", chat, previous: known.chat };
  }
  // It may have been beyond the window, where nothing of it was known.
  if (!whole && lastOf(chat) <= mark) return undefined;
  const isNew = whole || !(instantOf(chat.created_at) <= mark);
  return { type: isNew ? "new" : "changed", chat, previous: undefined };
}

/** Watches the window of chats that `iterate` gives. */
export function chatFeed(
  iterate: Iterate,
  checkpoint: unknown,
  options: CallOptions,
): Feed<Happening, ChatsCheckpoint> {
  let state = stateFrom(checkpoint);

  /** As much of the list as it takes to meet a chat in which nothing has happened. */
  async function look(): Promise<Seen> {
    const rows: Row[] = [];
    for await (const page of iterate({}, { ...options, incomplete: "allow" }).pages()) {
      rows.push(...page.items);
      const meets = markers(page.items).some((chat) => {
        const known = state?.chats.get(idOf(chat));
        return known ? isSameTime(known.at, atOf(chat)) : state !== undefined && lastOf(chat) <= state.mark;
      });
      if (page.complete || meets || state === undefined) return { rows, whole: page.complete, meets };
    }
    return { rows, whole: false, meets: false };
  }

  return {
    async poll() {
      const { rows, whole, meets } = await look();
      const before = state ?? { chats: new Map<string, Known>(), mark: never, whole };
      const next = {
        chats: new Map(rows.map((chat) => [idOf(chat), knownOf(chat)])),
        // Beyond a window of those in which something happened last, nothing has happened later.
        mark: whole ? never : earliest(timed(rows).map(lastOf)),
        whole,
      };
      const done = () => {
        // An answer without any chat is more likely a slip of the server's than the end of all of them.
        if (rows.length > 0 || before.chats.size === 0) state = next;
      };
      if (state === undefined) return { events: [], done };
      const found = rows.toSorted(byInstant(lastOf)).flatMap((chat) => happeningOf(before, chat) ?? []);
      const events = found.map((event) => ({
        event,
        given: () => {
          if (event.type !== "gap") before.chats.set(idOf(event.chat), knownOf(event.chat));
        },
      }));
      const gap = { event: { type: "gap" } as const, given() {} };
      return { events: meets || whole ? events : [gap, ...events], done };
    },
    get checkpoint(): ChatsCheckpoint {
      if (state === undefined) return { feed: "chats", chats: {}, whole: false };
      const { chats, mark, whole } = state;
      const entries = [...chats].map(([id, { at, fingerprint }]) => [id, [at, fingerprint]] as const);
      return { feed: "chats", chats: Object.fromEntries(entries), mark: written(mark), whole };
    },
  };
}
