import { instantOf } from "../instant.ts";
import type { Row } from "../list.ts";

// What tells whether something has happened in a chat.

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
