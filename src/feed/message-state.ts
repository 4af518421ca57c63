import { latest } from "../lists/instant.ts";
import type { Row } from "../lists/page.ts";
import { isRecord } from "../operation/values.ts";
import type { KnownMessages, Side } from "./chat-messages.ts";
import {
  areAll,
  atOf,
  idOf,
  instantBefore,
  isSameTime,
  lastOf,
  never,
  refuseCheckpoint,
  written,
} from "./chat-times.ts";

// What a feed of messages knows, as a state and as a checkpoint.

/** Where a feed of messages is: see `watchMessages`. */
export interface MessagesCheckpoint {
  /** What it is a checkpoint of. */
  readonly feed: "messages";
  /**
   * Of an unknown chat, messages up to this instant are not given. In microseconds since 1970; `null`: all are given;
   * absent: nothing was polled yet.
   */
  readonly start?: number | null;
  /** Which messages of a longer chat a page holds, when that has been found out. */
  readonly side?: Side;
  /** What is kept of each chat, by id. */
  readonly chats: Readonly<Record<string, ChatCheckpoint>>;
}

/** What is kept of one chat. */
export interface ChatCheckpoint {
  /** `last_message_at`; absent when the chat was not polled yet. */
  readonly at?: string | null;
  /** Whether to poll it the next time, too. */
  readonly again: boolean;
  /** In microseconds since 1970; `null`: none. */
  readonly floor: number | null;
  /** Fingerprints of messages, and of what can change of them. */
  readonly seen: Readonly<Record<string, string>>;
  /** Whether the loop ended between messages of one instant. */
  readonly midway?: boolean;
  /** Whether the chat is still to be polled: that failed, a poll did not get to it, or not all that was found was given. */
  readonly owed?: boolean;
}

/** A chat, as a feed remembers it. */
export interface KnownChat extends KnownMessages {
  /** Its `last_message_at`; `undefined` when it was not polled yet. */
  readonly at: string | null | undefined;
  /** Whether to poll it the next time, too: a chat can say that there is a message before the message is there. */
  readonly again: boolean;
  /** Whether it is still to be polled: if it is no longer listed, what came in it may never be read. */
  readonly owed: boolean;
  /** How often in a row the server has refused a larger page of it. Not kept in checkpoints. */
  readonly refusals: number;
}

/** What a feed of messages knows. */
export interface Known {
  /** Of an unknown chat, messages up to this instant are not given. */
  readonly start: number;
  readonly side: Side | undefined;
  /** Those that were polled longest ago come first. */
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
 * What a feed begins with: a time, or where another one stopped; `undefined`: it begins now.
 *
 * @throws InputError when it is neither
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

/** What a feed knows, as plain JSON. */
export function checkpointOf(known: Known | undefined): MessagesCheckpoint {
  if (known === undefined) return { feed: "messages", chats: {} };
  const { start, side } = known;
  const chats = [...known.chats].map(([id, { at, again, floor, seen, midway, owed }]): [string, ChatCheckpoint] => [
    id,
    {
      ...(at !== undefined && { at }),
      ...{ again, floor: written(floor), seen: Object.fromEntries(seen) },
      ...(midway && { midway }),
      ...(owed && { owed }),
    },
  ]);
  return { feed: "messages", start: written(start), ...(side && { side }), chats: Object.fromEntries(chats) };
}

/** What is known of a chat, be it only since when. */
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

/** Whether something has happened in a chat since it was polled. */
export function hasMoved({ chats, start }: Known, chat: Row): boolean {
  const known = chats.get(idOf(chat));
  return known ? !isSameTime(known.at, atOf(chat)) : !(lastOf(chat) <= start);
}

/** A chat that was to be polled, and was not. */
export function missed(known: Known, chat: Row, isFirst: boolean): KnownChat {
  const before = knownChat(known, chat);
  // What was in it when the feed began is not to be given later. What comes is, also when a chat has a time in the future.
  const floor = isFirst ? latest([before.floor, Math.min(lastOf(chat), Date.now() * 1000)]) : before.floor;
  const hasNothing = before.at === undefined && lastOf(chat) <= floor;
  return { ...before, again: true, floor, owed: before.owed || !(isFirst || hasNothing) };
}
