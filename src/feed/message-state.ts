import { isRecord } from "../operation/values.ts";
import { areAll, instantBefore, never, refuseCheckpoint, written } from "./chat-times.ts";
import type { Side } from "./message-window.ts";

/** How far a feed of messages has come: see `watchMessages`. */
export interface MessagesCheckpoint {
  /** What it is a checkpoint of. */
  readonly feed: "messages";
  /**
   * Of a chat that is not known, messages up to this instant are not given. In microseconds since 1970; `null`: all are
   * given; absent: nothing was polled yet.
   */
  readonly start?: number | null;
  /** Which messages of a longer chat a window holds, when that has been found out. */
  readonly side?: Side;
  /** What is kept of each chat, by id. */
  readonly chats: Readonly<Record<string, ChatCheckpoint>>;
}

/** What is kept of one chat. */
export interface ChatCheckpoint {
  /** `last_message_at`; absent when it was not looked into yet. */
  readonly at?: string | null;
  /** Whether to look into it at the next poll, too. */
  readonly again: boolean;
  /** In microseconds since 1970; `null`: none. */
  readonly floor: number | null;
  /** Fingerprints of messages, and of what can change of them. */
  readonly seen: Readonly<Record<string, string>>;
  /** Whether the loop ended between messages of one instant. */
  readonly midway?: boolean;
  /** Whether a look into it is outstanding: one failed, a poll did not come to it, or not all that one found was given. */
  readonly owed?: boolean;
}

/** A chat, as a feed remembers it. */
export interface KnownChat {
  /** Its `last_message_at`; `undefined` when it was not looked into yet. */
  readonly at: string | null | undefined;
  /** Whether to look into it at the next poll, too: a chat can say that there is a message before the message is there. */
  readonly again: boolean;
  /** Messages up to this instant are none that the feed has yet to give. */
  readonly floor: number;
  /** Messages that were given, with what can change of them. */
  readonly seen: Map<string, string>;
  /** Whether others of the instant of the last that was given were yet to be given: a window need not hold them now. */
  readonly midway?: boolean;
  /**
   * Whether it was to be looked into and was not, or not all that was found was given: if it is no longer listed, what came
   * in it may never be read.
   */
  readonly owed?: boolean;
}

/** What a feed of messages knows. */
export interface State {
  readonly start: number;
  readonly side: Side | undefined;
  /** Those that were looked into longest ago come first. */
  readonly chats: Map<string, KnownChat>;
}

function chatFrom(chat: ChatCheckpoint): KnownChat {
  return { at: undefined, ...chat, floor: chat.floor ?? never, seen: new Map(Object.entries(chat.seen)) };
}

function isChat(chat: unknown): boolean {
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
export function stateFrom(checkpoint: unknown): State | undefined {
  if (checkpoint === undefined) return undefined;
  const begin = instantBefore(checkpoint);
  if (begin !== undefined) return { start: begin, side: undefined, chats: new Map() };
  const { feed, start, side, chats } = Object(checkpoint) as Partial<MessagesCheckpoint>;
  const areChats = isRecord(chats) && Object.values(chats).every(isChat) && areAll("number", [start ?? 0]);
  if (feed !== "messages" || !areChats || ![undefined, "newest", "oldest"].includes(side))
    return refuseCheckpoint("watchMessages");
  if (start === undefined) return undefined;
  const known = Object.entries(chats).map(([id, chat]) => [id, chatFrom(chat)] as const);
  return { start: start ?? never, side, chats: new Map(known) };
}

/** A feed's state as plain JSON. */
export function checkpointOf(state: State | undefined): MessagesCheckpoint {
  if (state === undefined) return { feed: "messages", chats: {} };
  const chats = [...state.chats].map(([id, { at, floor, seen, ...rest }]) => {
    const chat: ChatCheckpoint = {
      ...rest,
      ...(at !== undefined && { at }),
      floor: written(floor),
      seen: Object.fromEntries(seen),
    };
    return [id, chat] as const;
  });
  const { start, side } = state;
  return { feed: "messages", start: written(start), ...(side && { side }), chats: Object.fromEntries(chats) };
}
