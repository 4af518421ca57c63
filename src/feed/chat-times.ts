import { refuse } from "../errors/refuse.ts";
import { instantOf } from "../lists/instant.ts";
import type { Row } from "../lists/page.ts";

// The timestamps of chats, which show whether something has happened in them.

/** Before all instants. */
export const never = -Infinity;

/** An instant as JSON: `null` for {@link never}, which JSON cannot express. */
export const instantToJson = (instant: number): number | null => (instant === never ? null : instant);

/** Whether all values of a checkpoint have a type. */
export function areAll(type: "string" | "number" | "boolean", values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === type);
}

/** The last instant before `begin`; `undefined` if that is not a valid `Date`. */
export function instantBefore(begin: unknown): number | undefined {
  return begin instanceof Date && !Number.isNaN(begin.getTime()) ? begin.getTime() * 1000 - 1 : undefined;
}

/** @throws InputError always */
export function refuseCheckpoint(about: string): never {
  return refuse(about, "checkpoint", `must be a checkpoint of ${about}, or a valid Date`);
}

export const idOf = (chat: Row): string => String(chat.id);

/** A chat's `last_message_at`. */
export const atOf = ({ last_message_at: at }: Row): string | null => (typeof at === "string" ? at : null);

/** When something last happened in a chat, in microseconds since 1970. */
export const lastOf = (chat: Row): number => instantOf(chat.last_message_at ?? chat.created_at);

/** Whether two timestamps are the same instant, in any format. */
export function isSameTime(one: string | null | undefined, other: string | null): boolean {
  return one === other || instantOf(one) === instantOf(other);
}

/** Whether the server returns `last_message_at`. A chat without messages has none, so one chat with it is enough. */
export function haveTimes(chats: readonly Row[]): boolean {
  return chats.some((chat) => atOf(chat) !== null);
}

/** The chats that have a `last_message_at`, or all chats if the server does not return it. */
export function timed(chats: readonly Row[]): readonly Row[] {
  return haveTimes(chats) ? chats.filter((chat) => atOf(chat) !== null) : chats;
}

/**
 * The chats whose times show how far back a list goes. Excludes times more than a day ahead: such a chat stays on top
 * whatever happens in others. A smaller difference may come from this machine's clock.
 */
export function markers(chats: readonly Row[]): readonly Row[] {
  return timed(chats).filter((chat) => !(lastOf(chat) / 1000 > Date.now() + 86_400_000));
}

/** The earliest instant, ignoring `NaN`; `Infinity` if there are no instants. */
export function earliest(instants: readonly number[]): number {
  let found = Infinity;
  for (const one of instants) if (one < found) found = one;
  return found;
}

/** The latest instant, ignoring `NaN`; `-Infinity` if there are no instants. */
export function latest(instants: readonly number[]): number {
  return -earliest(instants.map((one) => -one));
}
