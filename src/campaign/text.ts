import { within } from "../call/limits.ts";
import { IdempotencyError } from "../errors/classes.ts";
import { sha256 } from "../idempotency/sha256.ts";
import type { IdempotencyStore, KeyRecord } from "../idempotency/store.ts";
import { canonical } from "../operation/canonical.ts";
import { about } from "./options.ts";
import type { Frame } from "./plan.ts";

// A campaign's text stays what it was when the campaign first ran. The store keeps its SHA-256.

/** A store, and how long it may take, in milliseconds. */
export interface Storing {
  readonly store: IdempotencyStore;
  readonly timeout: number;
}

const errorOf = (reason: IdempotencyError["reason"], words: string, cause?: unknown) =>
  new IdempotencyError(`${about}: ${words}.`, { outcome: "not-sent", reason, cause });

/** @throws IdempotencyError if the store fails */
export function ask<Found>(
  { store, timeout }: Storing,
  work: (store: IdempotencyStore) => Promise<Found>,
): Promise<Found> {
  return within({ timeout }, async () => work(store)).catch((cause) => {
    throw errorOf("store", "the idempotency store failed, so nothing more was sent", cause);
  });
}

/** Records the text if the campaign is new. Returns the record of the text that counts. */
async function recorded(store: IdempotencyStore, record: KeyRecord): Promise<KeyRecord> {
  const get = () => store.get(record.key);
  // Another process may put its own in between.
  const kept = (await get()) ?? ((await store.put(record, undefined)) ? record : await get());
  return kept ?? Promise.reject(new Error("refuses a new key"));
}

/**
 * Makes sure that the campaign has the text of its first run.
 *
 * @throws IdempotencyError if it has another text, or if the store fails
 */
export async function keepText({ name, template, ...storing }: Storing & Omit<Frame, "send">): Promise<void> {
  const now = Date.now();
  const record: KeyRecord = {
    // Names have no colon and keys of rows are not empty, so no row has this key.
    key: `${name}:`,
    ...{ state: "accepted", operation: about, startedAt: now, deadline: now, changedAt: now },
    token: crypto.randomUUID(),
    fingerprint: await sha256(canonical([about, template ?? null])),
  };
  const kept = await ask(storing, (store) => recorded(store, record));
  if (kept.fingerprint !== record.fingerprint)
    throw errorOf("different-input", "the name was used with another message: use a new name");
}
