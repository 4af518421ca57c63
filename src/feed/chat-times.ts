import { refuse } from "../errors/refuse.ts";
import { instantOf } from "../lists/instant.ts";
import type { Row } from "../lists/page.ts";

// What tells whether something has happened in a chat, and since when that is asked.

/** Before all instants. */
export const never = -Infinity;

/** An instant as JSON, which has no number for {@link never}: `null` stands for it. */
export const written = (instant: number): number | null => (instant === never ? null : instant);

/** Whether all values in a checkpoint are of a type. */
export function areAll(type: "string" | "number" | "boolean", values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === type);
}

/** The last instant before the time that a feed is to begin at; `undefined` when it is not a time. */
export function instantBefore(begin: unknown): number | undefined {
  return begin instanceof Date && !Number.isNaN(begin.getTime()) ? begin.getTime() * 1000 - 1 : undefined;
}

/** @throws InputError always */
export function refuseCheckpoint(about: string): never {
  return refuse(about, "checkpoint", `must be one that ${about} has given, or a valid Date`);
}

export const idOf = (chat: Row): string => String(chat.id);

/** Its `last_message_at`. */
export const atOf = ({ last_message_at: at }: Row): string | null => (typeof at === "string" ? at : null);

/** When something last happened in it, in microseconds since 1970. */
export const lastOf = (chat: Row): number => instantOf(chat.last_message_at ?? chat.created_at);

/** Whether two timestamps say the same, in whatever notation. */
export function isSameTime(one: string | null | undefined, other: string | null): boolean {
  return one === other || instantOf(one) === instantOf(other);
}

/** Whether chats say when something last happened in them. One without messages does not, and says nothing of others. */
export function haveTimes(chats: readonly Row[]): boolean {
  return chats.some((chat) => atOf(chat) !== null);
}

/** The chats that say when something last happened in them; all, where none does. */
export function timed(chats: readonly Row[]): readonly Row[] {
  return haveTimes(chats) ? chats.filter((chat) => atOf(chat) !== null) : chats;
}

/**
 * Those whose times tell how far back a list goes: one that is ahead by a day stays on top, whatever happens below it. By
 * less than a day this machine's clock may be wrong.
 */
export function markers(chats: readonly Row[]): readonly Row[] {
  return timed(chats).filter((chat) => !(lastOf(chat) / 1000 > Date.now() + 86_400_000));
}
