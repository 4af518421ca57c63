import assert from "node:assert/strict";
import type { IdempotencyStore, KeyRecord, KeyState } from "../../src/idempotency/store.ts";

// What every store must do. Runs without a test runner, so that it also runs in other versions of Node.

const states: readonly KeyState[] = ["started", "accepted", "not-sent", "rejected", "unknown"];
const odd = ["a'b\"c", "100%_", "pedido-ñ-日本-🔑", "\\x00", "{braces}", " ", "🔑".repeat(255)];

function recordOf(key: string, changes: Partial<KeyRecord> = {}): KeyRecord {
  const times = { startedAt: 1_900_000_000_000, changedAt: 1_900_000_000_000, deadline: Number.MAX_SAFE_INTEGER };
  return { ...times, key, state: "started", token: "t1", operation: "sendMessage", fingerprint: "f1", ...changes };
}

/** How many of several attempts were written. */
const countOf = (written: readonly boolean[]) => written.filter(Boolean).length;

async function keysOf(store: IdempotencyStore, state?: KeyState, limit = 1000): Promise<string[]> {
  return (await store.list({ state, limit })).map(({ key }) => key);
}

/** Two stores over the same data, as two processes have them. The data is empty. */
export type Pair = readonly [one: IdempotencyStore, other: IdempotencyStore];

/** The checks by name. Each gets a store without records. */
export const storeChecks: Readonly<Record<string, (pair: Pair) => Promise<void>>> = {
  async "has no record of a new key"([store]) {
    assert.equal(await store.get("none"), undefined);
    assert.equal(await store.put(recordOf("none", { token: "t2" }), "t1"), false);
    assert.equal(await store.get("none"), undefined);
  },

  async "gives back what was put, from another connection"([one, other]) {
    const record = recordOf("k", { answer: { success: true, messageId: "m-1", data: { id: 7 } } });
    assert.equal(await one.put(record, undefined), true);
    assert.deepEqual(await other.get("k"), record);
  },

  async "claims a key once"([one, other]) {
    assert.equal(await one.put(recordOf("k"), undefined), true);
    assert.equal(await other.put(recordOf("k", { token: "t2" }), undefined), false);
    assert.equal((await one.get("k"))?.token, "t1");
  },

  async "replaces a record by its token only"([one, other]) {
    await one.put(recordOf("k"), undefined);
    assert.equal(await other.put(recordOf("k", { token: "t3" }), "t2"), false);
    assert.equal(await other.put(recordOf("k", { token: "t2", state: "unknown" }), "t1"), true);
    assert.equal(await one.put(recordOf("k", { token: "t3" }), "t1"), false);
    assert.deepEqual(await one.get("k"), recordOf("k", { token: "t2", state: "unknown" }));
  },

  async "lets one of many claims at once win"(pair) {
    const puts = async (expected: string | undefined, name: string) => {
      const tries = Array.from({ length: 40 }, (_, n) => recordOf("k", { token: `${name}${n}` }));
      const written = await Promise.all(tries.map((record, n) => pair[n % 2 ? 1 : 0].put(record, expected)));
      assert.equal(countOf(written), 1);
      const token = tries[written.indexOf(true)]?.token;
      assert.equal((await pair[0].get("k"))?.token, token);
      return token;
    };
    await puts(await puts(undefined, "first"), "second");
  },

  async "keeps many keys apart at once"([one, other]) {
    const records = Array.from({ length: 60 }, (_, n) => recordOf(`k${n}`, { token: `t${n}` }));
    const written = await Promise.all(records.map((record, n) => (n % 2 ? one : other).put(record, undefined)));
    assert.equal(countOf(written), 60);
    for (const record of records) assert.deepEqual(await one.get(record.key), record);
  },

  async "keeps odd keys"([one, other]) {
    for (const key of odd) assert.equal(await one.put(recordOf(key), undefined), true);
    for (const key of odd) assert.equal((await other.get(key))?.key, key);
    assert.deepEqual((await keysOf(other)).toSorted(), odd.toSorted());
  },

  async "lists by key, in pages and by state"([one, other]) {
    const keys = Array.from({ length: 25 }, (_, n) => `k${String(n).padStart(2, "0")}`);
    for (const [n, key] of keys.toReversed().entries()) {
      await one.put(recordOf(key, { state: n % 2 ? "unknown" : "accepted" }), undefined);
    }
    assert.deepEqual(await keysOf(other), keys);
    assert.deepEqual(await keysOf(other, undefined, 10), keys.slice(0, 10));
    const next = await other.list({ after: "k09", limit: 10 });
    assert.deepEqual(next, await Promise.all(keys.slice(10, 20).map((key) => one.get(key))));
    const unknown = keys.filter((_, n) => n % 2);
    assert.deepEqual(await keysOf(other, "unknown"), unknown);
    const after = await other.list({ state: "unknown", after: "k05", limit: 3 });
    assert.deepEqual(
      after.map(({ key }) => key),
      ["k07", "k09", "k11"],
    );
    assert.deepEqual(await keysOf(other, "rejected"), []);
  },

  async "lists a key in its present state only"([one, other]) {
    await one.put(recordOf("k"), undefined);
    await one.put(recordOf("k", { token: "t2", state: "accepted" }), "t1");
    assert.deepEqual(await keysOf(other, "started"), []);
    assert.deepEqual(await keysOf(other, "accepted"), ["k"]);
  },

  async "prunes old records, and neither started nor unknown ones"([one, other]) {
    const put = (key: string, state: KeyState, changedAt: number) =>
      one.put(recordOf(key, { state, changedAt }), undefined);
    for (const state of states) {
      await put(`old-${state}`, state, 999);
      await put(`new-${state}`, state, 1000);
    }
    assert.equal(await other.prune(1000), 3);
    const left = ["new-accepted", "new-not-sent", "new-rejected", "new-started", "new-unknown"];
    assert.deepEqual(await keysOf(one), [...left, "old-started", "old-unknown"]);
    assert.equal(await one.prune(1000), 0);
    assert.equal(await one.get("old-accepted"), undefined);
    assert.equal(await one.put(recordOf("old-accepted", { token: "t2" }), "t1"), false);
    assert.equal(await one.put(recordOf("old-accepted", { token: "t2" }), undefined), true);
  },

  async "prunes more than a page"([one]) {
    for (let n = 0; n < 230; n += 1) await one.put(recordOf(`k${n}`, { state: "accepted", changedAt: n }), undefined);
    assert.equal(await one.prune(220), 220);
    assert.equal((await keysOf(one)).length, 10);
  },
};
