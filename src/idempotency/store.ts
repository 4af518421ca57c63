/**
 * What is known of a key. `started`: claimed by a call that has not reported back; `accepted`: the server accepted the
 * write; `not-sent` and `rejected`: nothing was done, so the key can be used again; `unknown`: the write may have been done.
 */
export type KeyState = "started" | "accepted" | "not-sent" | "rejected" | "unknown";

/** What a store holds for one idempotency key. No phone, name or text. Times in milliseconds since 1970. */
export interface KeyRecord {
  /** The idempotency key. */
  readonly key: string;
  /** What is known of the write. */
  readonly state: KeyState;
  /** Identifies this version of the record: it changes with each `put`. */
  readonly token: string;
  /** The operationId. */
  readonly operation: string;
  /** SHA-256 of the input, in hexadecimal. */
  readonly fingerprint: string;
  /** When the call began. */
  readonly startedAt: number;
  /** When the call ends at the latest. After that, `started` means that its outcome was never recorded. */
  readonly deadline: number;
  /** When the record was written. */
  readonly changedAt: number;
  /** What a replay needs of the answer: ids, no content. */
  readonly answer?: Readonly<Record<string, unknown>>;
}

/** A query for {@link IdempotencyStore.list}. */
export interface KeyQuery {
  /** Only records in this state. */
  readonly state?: KeyState | undefined;
  /** Only keys after this one, in the order of the store. */
  readonly after?: string | undefined;
  /** Maximum number of records. */
  readonly limit: number;
}

/**
 * Where idempotency keys are kept. The package has stores for memory, SQLite, PostgreSQL and Redis; write your own with
 * these four functions, and check it with `testStore` from `wipsy-client/testing`. If one rejects before the request is
 * sent, nothing is sent.
 */
export interface IdempotencyStore {
  /** The record of a key; `undefined` if it has none. Must see every `put` that has resolved before. */
  get(key: string): Promise<KeyRecord | undefined>;
  /**
   * Writes `record` if the key's record has the token `expected`; with `expected` undefined, if the key has no record.
   * Atomic: of several calls at once, one succeeds. Resolves with whether it was written, and only once it is durable.
   */
  put(record: KeyRecord, expected: string | undefined): Promise<boolean>;
  /** Records ordered by key. */
  list(query: KeyQuery): Promise<readonly KeyRecord[]>;
  /** Removes records that were written before `before` and are neither `started` nor `unknown`. Resolves with their number. */
  prune(before: number): Promise<number>;
}
