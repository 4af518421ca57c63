import type { IdempotencyStore, KeyQuery, KeyRecord, KeyState } from "../idempotency/store.ts";
import { canonical } from "../operation/canonical.ts";

const kept: readonly KeyState[] = ["started", "unknown"];
const prunable: readonly KeyState[] = ["accepted", "not-sent", "rejected"];

/** Keys that a store confuses or loses if it trims, ignores case, normalizes, matches patterns or quotes wrongly. */
const oddKeys = [
  ...["a", "A", "a ", " ", "\u00e9", "e\u0301", "a'b\"c", "100%_", "100%a", "\\x00", "{braces}", "pedido-ñ-日本-🔑"],
  "🔑".repeat(255),
];

function recordOf(key: string, changes: Partial<KeyRecord> = {}): KeyRecord {
  const times = { startedAt: 1_900_000_000_000, changedAt: 1_900_000_000_000, deadline: Number.MAX_SAFE_INTEGER };
  return { ...times, key, state: "started", token: "t1", operation: "sendMessage", fingerprint: "f1", ...changes };
}

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `k${String(n).padStart(3, "0")}`);

function expectEqual(actual: unknown, expected: unknown, call: string): void {
  if (canonical(actual) === canonical(expected)) return;
  throw new Error(`${call}: expected ${JSON.stringify(expected)}, received ${JSON.stringify(actual)}`);
}

async function keysOf(store: IdempotencyStore, query: Partial<KeyQuery> = {}): Promise<string[]> {
  return (await store.list({ limit: 1000, ...query })).map(({ key }) => key);
}

/** Makes every record prunable, and prunes it. */
async function clear(store: IdempotencyStore): Promise<void> {
  for (const record of await store.list({ limit: 1000 })) {
    await store.put({ ...record, state: "rejected", token: "cleared", changedAt: 0 }, record.token);
  }
  await store.prune(1);
  expectEqual(await keysOf(store), [], "list after prune has removed all records");
}

type Check = (one: IdempotencyStore, other: IdempotencyStore) => Promise<void>;

/** Each check starts with an empty store. */
const checks: Readonly<Record<string, Check>> = {
  async "get and put find no record for a new key"(one) {
    expectEqual(await one.get("k"), undefined, "get");
    expectEqual(await one.put(recordOf("k", { token: "t2" }), "t1"), false, "put that expects a token");
    expectEqual(await one.get("k"), undefined, "get after that put");
  },

  async "get returns the whole record, also on the other connection"(one, other) {
    const record = recordOf("k", { answer: { success: true, messageId: "m-1", data: { id: 7 } } });
    expectEqual(await one.put(record, undefined), true, "put");
    expectEqual(await other.get("k"), record, "get");
  },

  async "put claims a key only once"(one, other) {
    await one.put(recordOf("k"), undefined);
    expectEqual(await other.put(recordOf("k", { token: "t2" }), undefined), false, "second put");
    expectEqual(await one.get("k"), recordOf("k"), "get after that put");
  },

  async "put checks the token"(one, other) {
    await one.put(recordOf("k"), undefined);
    expectEqual(await other.put(recordOf("k", { token: "t3" }), "t2"), false, "put that expects another token");
    const replaced = recordOf("k", { token: "t2", state: "unknown" });
    expectEqual(await other.put(replaced, "t1"), true, "put that expects the record's token");
    expectEqual(await one.put(recordOf("k", { token: "t3" }), "t1"), false, "put that expects the old token");
    expectEqual(await one.get("k"), replaced, "get");
  },

  async "put is atomic"(one, other) {
    let expected: string | undefined;
    for (const round of ["claim", "replace"]) {
      const records = Array.from({ length: 40 }, (_, n) => recordOf("k", { token: `${round}-${n}` }));
      const written = await Promise.all(records.map((record, n) => (n % 2 ? other : one).put(record, expected)));
      expectEqual(written.filter(Boolean).length, 1, `writes among 40 concurrent puts that ${round} a key`);
      expected = records[written.indexOf(true)]?.token;
      expectEqual((await one.get("k"))?.token, expected, "token in the store");
    }
  },

  async "concurrent puts of different keys all succeed"(one, other) {
    const records = numbered(60).map((key) => recordOf(key, { token: `token-${key}` }));
    const written = await Promise.all(records.map((record, n) => (n % 2 ? one : other).put(record, undefined)));
    expectEqual(written.filter(Boolean).length, 60, "writes");
    expectEqual(await one.list({ limit: 1000 }), records, "list");
  },

  async "list orders by key, and selects by after, state and limit"(one, other) {
    const keys = numbered(25);
    for (const [n, key] of [...keys.entries()].reverse())
      await one.put(recordOf(key, { state: n % 2 ? "unknown" : "accepted" }), undefined);
    expectEqual(await keysOf(other), keys, "list");
    expectEqual(await keysOf(other, { limit: 10 }), keys.slice(0, 10), "list with limit");
    expectEqual(await keysOf(other, { after: "k009", limit: 10 }), keys.slice(10, 20), "list with after");
    const unknown = keys.filter((_, n) => n % 2);
    expectEqual(await keysOf(other, { state: "unknown" }), unknown, "list with state");
    const query = { state: "unknown", after: "k005", limit: 3 } as const;
    expectEqual(await keysOf(other, query), unknown.slice(3, 6), "list with state, after and limit");
  },

  async "keys are stored unchanged"(one, other) {
    for (const key of oddKeys) expectEqual(await one.put(recordOf(key), undefined), true, `put of ${key}`);
    for (const key of oddKeys) expectEqual(await other.get(key), recordOf(key), `get of ${key}`);
    const keys = await keysOf(other);
    expectEqual([...keys].sort(), [...oddKeys].sort(), "keys in list");
    for (const [n, after] of keys.entries())
      expectEqual(await keysOf(other, { after, limit: 2 }), keys.slice(n + 1, n + 3), `list after ${after}`);
  },

  async "list finds a record only by its current state"(one, other) {
    await one.put(recordOf("k"), undefined);
    await one.put(recordOf("k", { token: "t2", state: "accepted" }), "t1");
    expectEqual(await keysOf(other, { state: "started" }), [], "list with the old state");
    expectEqual(await keysOf(other, { state: "accepted" }), ["k"], "list with the new state");
  },

  async "prune keeps new, started and unknown records"(one, other) {
    for (const state of [...kept, ...prunable]) {
      await one.put(recordOf(`old-${state}`, { state, changedAt: 999 }), undefined);
      await one.put(recordOf(`new-${state}`, { state, changedAt: 1000 }), undefined);
    }
    expectEqual(await other.prune(1000), prunable.length, "prune");
    const left = ["new-accepted", "new-not-sent", "new-rejected", "new-started", "new-unknown"];
    expectEqual(await keysOf(one), [...left, "old-started", "old-unknown"], "list");
    expectEqual(await one.prune(1000), 0, "second prune");
    expectEqual(await one.put(recordOf("old-accepted"), undefined), true, "put of a pruned key");
  },

  async "prune removes any number of records"(one) {
    const keys = numbered(230);
    for (const [n, key] of keys.entries()) await one.put(recordOf(key, { state: "accepted", changedAt: n }), undefined);
    expectEqual(await one.prune(220), 220, "prune");
    expectEqual(await keysOf(one), keys.slice(220), "list");
  },
};

/**
 * Checks an idempotency store of your own: that `put` is atomic and checks tokens, that `list` is in order, and that `prune`
 * keeps what it must. The store must be empty, and is empty again afterwards; if a check fails, records are left in it.
 *
 * @param other a second connection to the same data, as another process would have it; default: `store`
 * @throws Error that says which rule the store breaks, and what was expected
 * @example
 * ```ts
 * import { memoryStore } from "wipsy-client/stores/memory";
 * import { testStore } from "wipsy-client/testing";
 * await testStore(memoryStore());
 * ```
 */
export async function testStore(store: IdempotencyStore, other: IdempotencyStore = store): Promise<void> {
  expectEqual(await keysOf(store, { limit: 1 }), [], "testStore needs an empty store: list");
  for (const [rule, check] of Object.entries(checks)) {
    try {
      await check(store, other);
      await clear(store);
    } catch (cause) {
      throw new Error(`testStore: ${rule}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  }
}
