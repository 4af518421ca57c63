import type { Call, CallOptions } from "../call/call.ts";
import type { WipsyError } from "../errors/classes.ts";
import { isWipsyError } from "../errors/guard.ts";
import { refuse } from "../errors/refuse.ts";
import type { IterateOptions, Iteration } from "../lists/iterate.ts";
import type { Page, Row } from "../lists/page.ts";
import { isRecord } from "../operation/values.ts";
import { idOf } from "./chat-times.ts";
import type { PartFailure } from "./pace.ts";
import { mayPass } from "./watch.ts";

// Reads an agent's chats, several at a time. A chat that cannot be read does not hold up the others.

/** The list methods of an agent's namespace. */
export interface ListMethods {
  list(query: object, options: CallOptions): Call<Page<Row>>;
  iterate(query: object, options: IterateOptions): Iteration<Row>;
}

/** Where an agent's chats and messages come from. */
export interface Lists {
  readonly chats: ListMethods;
  readonly messages: ListMethods;
}

/** How many chats are read concurrently, and how many failed ones end a poll. */
const concurrency = 4;

/** @throws InputError if `value`, a client or an agent's handle, has no such list */
export function listOf(about: string, holder: "wipsy" | "agent", value: unknown, name: string): ListMethods {
  const { list, iterate }: Partial<ListMethods> = Object(Reflect.get(Object(value), name));
  if (typeof list === "function" && typeof iterate === "function") return { list, iterate };
  return refuse(about, holder, `has no list of ${name}`);
}

/** @throws InputError unless `agent` is an agent's handle */
export function listsOf(about: string, agent: unknown): Lists {
  if (!isRecord(agent)) return refuse(about, "agent", "must be a handle made by wipsy.agent()");
  return { chats: listOf(about, "agent", agent, "chats"), messages: listOf(about, "agent", agent, "messages") };
}

/** A list as far as the API returns it, and whether that is all. `onPage` gets the number of items of each page. */
export async function readAll(
  { iterate }: Pick<ListMethods, "iterate">,
  query: object,
  options: CallOptions,
  onPage?: (items: number) => void,
) {
  const items: Row[] = [];
  let whole = true;
  for await (const page of iterate(query, { ...options, incomplete: "allow" }).pages()) {
    for (const item of page.items) items.push(item);
    whole = page.complete;
    onPage?.(page.items.length);
  }
  return { items, whole };
}

/** The chats of an agent, and whether these are all. `now`: when they were read, in milliseconds since 1970. */
export async function allChats(list: ListMethods, query: object, options: CallOptions) {
  const { items: chats, whole } = await readAll(list, query, options);
  return { chats, whole, now: Date.now() };
}

/** Whether a failure concerns all chats and cannot pass. */
export function isForAll(failure: WipsyError): boolean {
  const kinds = ["AuthenticationError", "InputError", "HookError"] as const;
  return kinds.some((kind) => isWipsyError(failure, kind)) && !mayPass(failure);
}

/**
 * Reads chats concurrently until all are done, too many have failed, or one throws, which ends the poll. The chats beyond
 * the results were not read.
 */
export async function readChats<Chat, Result extends object>(
  chats: readonly Chat[],
  read: (chat: Chat) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = chats.entries();
  let failed = 0;
  const worker = async () => {
    for (const [index, chat] of waiting) {
      const result = await read(chat).catch((error: unknown) => {
        failed = concurrency;
        throw error;
      });
      results[index] = result;
      if ("failure" in result) failed += 1;
      if (failed >= concurrency) return;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}

/** The failures of a poll: those of chats, and one of the whole poll if all of several chats failed. */
export function failuresOf(results: readonly ({ readonly chat: Row } & object)[]): PartFailure[] {
  const failures = results
    .filter((result): result is { chat: Row; failure: WipsyError } => "failure" in result)
    .map(({ chat, failure }) => ({ part: idOf(chat), failure }));
  const [first] = failures;
  // One failed chat says nothing about the others.
  return first && failures.length > 1 && failures.length === results.length
    ? [...failures, { ...first, part: undefined }]
    : failures;
}
