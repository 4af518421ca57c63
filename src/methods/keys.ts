import type { Client } from "../call/client.ts";
import { checkedOptions, must, refuse } from "../errors/refuse.ts";
import type { IdempotencyStore, KeyRecord, KeyState } from "../idempotency/store.ts";

/** The idempotency keys in a client's store, to look up and resolve by hand. */
export interface IdempotencyKeys {
  /** The record of a key; `undefined` if it has none. */
  get(key: string): Promise<KeyRecord | undefined>;
  /**
   * The records in a state, or all, ordered by key. Reads the store page by page.
   *
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * import { memoryStore } from "wipsy-client/stores/memory";
   * const wipsy = new Wipsy({ idempotency: memoryStore() });
   * for await (const { key, startedAt } of wipsy.idempotency.list({ state: "unknown" })) console.log(key, startedAt);
   * ```
   */
  list(query?: { readonly state?: KeyState | undefined }): AsyncIterable<KeyRecord>;
  /**
   * Records what a person found out about a key that is `unknown`, or `started` with its deadline past. After `"sent"`,
   * calls with the key replay; after `"not-sent"`, the next one sends.
   *
   * @throws InputError if the key has no such record, or another call changed it meanwhile
   */
  resolve(key: string, outcome: "sent" | "not-sent"): Promise<void>;
  /**
   * Removes records that are older than `olderThan` milliseconds, except `started` and `unknown` ones. Resolves with
   * their number. A call with a removed key sends again.
   */
  prune(options: { readonly olderThan: number }): Promise<number>;
}

const pageSize = 100;

const about = "idempotency";
const states = ["started", "accepted", "not-sent", "rejected", "unknown"];

async function* listed(store: () => IdempotencyStore, query: unknown): AsyncGenerator<KeyRecord> {
  const { state } = checkedOptions<{ state: KeyState }>(about, query, {
    state: must(`one of ${states.join(", ")}`, (value) => states.includes(String(value))),
  });
  for (let after: string | undefined; ; ) {
    const page = await store().list({ state, after, limit: pageSize });
    yield* page;
    after = page.at(-1)?.key;
    if (page.length < pageSize) return;
  }
}

/** The keys of a client. Each function throws an InputError if the client has no store. */
export function keysOf({ idempotency }: Client): IdempotencyKeys {
  const store = () => idempotency ?? refuse(about, "idempotency", "is not set: give the client a store");
  return {
    get: async (key) => store().get(key),
    list: (query = {}) => listed(store, query),
    async resolve(key, outcome) {
      if (outcome !== "sent" && outcome !== "not-sent") refuse(about, "outcome", 'must be "sent" or "not-sent"');
      const record = await store().get(key);
      const isOpen = record?.state === "unknown" || (record?.state === "started" && record.deadline <= Date.now());
      if (!record || !isOpen) return refuse(about, "key", "is neither unknown nor started with its deadline past");
      const state = outcome === "sent" ? "accepted" : outcome;
      const settled: KeyRecord = { ...record, state, token: crypto.randomUUID(), changedAt: Date.now() };
      if (!(await store().put(settled, record.token))) refuse(about, "key", "was changed meanwhile: get it again");
    },
    async prune(options) {
      const { olderThan } = checkedOptions<{ olderThan: number }>(about, options, {
        olderThan: must("milliseconds, 0 or more", (value) => Number.isFinite(value) && Number(value) >= 0),
      });
      return store().prune(Math.floor(Date.now() - (olderThan ?? refuse(about, "olderThan", "is required"))));
    },
  };
}
