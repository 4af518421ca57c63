import type { Row } from "../lists/page.ts";
import { isRecord } from "../operation/values.ts";
import type { KnownMessages, Side } from "./chat-messages.ts";
import {
  areAll,
  atOf,
  idOf,
  instantBefore,
  instantToJson,
  isSameTime,
  lastOf,
  latest,
  never,
  refuseCheckpoint,
} from "./chat-times.ts";

// The state of a feed of messages, and its checkpoint.

/** A checkpoint of `watchMessages`. */
export interface MessagesCheckpoint {
  /** The kind of feed. */
  readonly feed: "messages";
  /**
   * In unknown chats, messages up to this instant are not delivered. In microseconds since 1970. `null`: all are delivered;
   * absent: nothing was polled yet.
   */
  readonly start?: number | null;
  /** Which end of a longer chat a page holds, once known. */
  readonly side?: Side;
  /** The state of each chat, by id. */
  readonly chats: Readonly<Record<string, ChatCheckpoint>>;
}

/** The state of one chat. */
export interface ChatCheckpoint {
  /** `last_message_at`; absent if the chat was not polled yet. */
  readonly at?: string | null;
  /** Whether to poll it the next time, too. */
  readonly again: boolean;
  /** Messages up to this instant are not delivered. In microseconds since 1970; `null`: all are delivered. */
  readonly floor: number | null;
  /** Fingerprints of messages, and of what can change in each. */
  readonly seen: Readonly<Record<string, string>>;
  /** Whether the loop ended between messages with the same timestamp. */
  readonly midway?: boolean;
  /** Whether the chat is still to be polled: not reached, failed, or with messages found but not delivered. */
  readonly owed?: boolean;
}

/** The state of one chat in a feed. */
export interface KnownChat extends KnownMessages {
  /** Its `last_message_at`; `undefined` if it was not polled yet. */
  readonly at: string | null | undefined;
  /** Whether to poll it the next time, too: a chat can announce a message before the message is there. */
  readonly again: boolean;
  /** Whether it is still to be polled: once it is no longer listed, its messages may never be read. */
  readonly owed: boolean;
  /** How many times in a row the server has refused a larger page of it. Not kept in checkpoints. */
  readonly refusals: number;
}

/** The state of a feed of messages. */
export interface Known {
  /** In unknown chats, messages up to this instant are not delivered. */
  readonly start: number;
  readonly side: Side | undefined;
  /** The chats that were polled longest ago come first. */
  readonly chats: Map<string, KnownChat>;
}

function chatFrom({ at, again, floor, seen, midway = false, owed = false }: ChatCheckpoint): KnownChat {
  return { at, again, floor: floor ?? never, seen: new Map(Object.entries(seen)), midway, owed, refusals: 0 };
}

function isChat(chat: unknown): chat is ChatCheckpoint {
  if (!isRecord(chat) || !isRecord(chat.seen)) return false;
  const { at, again, floor, seen, midway = false, owed = false } = chat;
  return (
    areAll("string", [at ?? "", ...Object.values(seen)]) &&
    areAll("number", [floor === null ? 0 : floor]) &&
    areAll("boolean", [again, midway, owed])
  );
}

/**
 * The initial state, from a checkpoint or a time; `undefined`: the feed begins now.
 *
 * @throws InputError if `checkpoint` is neither
 */
export function knownFrom(checkpoint: unknown): Known | undefined {
  if (checkpoint === undefined) return undefined;
  const begin = instantBefore(checkpoint);
  if (begin !== undefined) return { start: begin, side: undefined, chats: new Map() };
  const { feed, start, side, chats }: Partial<MessagesCheckpoint> = Object(checkpoint);
  const areChats = isRecord(chats) && Object.values(chats).every(isChat) && areAll("number", [start ?? 0]);
  if (feed !== "messages" || !areChats || ![undefined, "newest", "oldest"].includes(side))
    return refuseCheckpoint("watchMessages");
  if (start === undefined) return undefined;
  const known = Object.entries(chats).map(([id, chat]) => [id, chatFrom(chat)] as const);
  return { start: start ?? never, side, chats: new Map(known) };
}

/** The state of a feed as plain JSON. */
export function checkpointOf(known: Known | undefined): MessagesCheckpoint {
  if (known === undefined) return { feed: "messages", chats: {} };
  const { start, side } = known;
  const chats = [...known.chats].map(([id, { at, again, floor, seen, midway, owed }]): [string, ChatCheckpoint] => [
    id,
    {
      ...(at !== undefined && { at }),
      ...{ again, floor: instantToJson(floor), seen: Object.fromEntries(seen) },
      ...(midway && { midway }),
      ...(owed && { owed }),
    },
  ]);
  return { feed: "messages", start: instantToJson(start), ...(side && { side }), chats: Object.fromEntries(chats) };
}

/** The state of a chat, with defaults for an unknown one. */
export function knownChat({ chats, start }: Known, chat: Row): KnownChat {
  const unknown = {
    at: undefined,
    again: false,
    floor: start,
    seen: new Map(),
    midway: false,
    owed: false,
    refusals: 0,
  };
  return chats.get(idOf(chat)) ?? unknown;
}

/** Whether something has happened in a chat since it was last polled. */
export function hasMoved({ chats, start }: Known, chat: Row): boolean {
  const known = chats.get(idOf(chat));
  return known ? !isSameTime(known.at, atOf(chat)) : !(lastOf(chat) <= start);
}

/** The state of a chat that should have been polled but was not. */
export function missed(known: Known, chat: Row, isFirst: boolean): KnownChat {
  const before = knownChat(known, chat);
  // Messages from before the feed began must not be delivered later; later ones must, even in a chat with a time in the
  // future.
  const floor = isFirst ? latest([before.floor, Math.min(lastOf(chat), Date.now() * 1000)]) : before.floor;
  const hasNothing = before.at === undefined && lastOf(chat) <= floor;
  return { ...before, again: true, floor, owed: before.owed || !(isFirst || hasNothing) };
}
