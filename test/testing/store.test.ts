import { expect, test } from "vitest";
import type { IdempotencyStore, KeyRecord } from "wipsy-client";
import { memoryStore } from "wipsy-client/stores/memory";
import { testStore } from "wipsy-client/testing";

/** A memory store with some functions replaced. */
function storeWith(change: (right: IdempotencyStore) => Partial<IdempotencyStore>): IdempotencyStore {
  const right = memoryStore();
  return { ...right, ...change(right) };
}

test("passes a right store, and leaves it empty", async () => {
  const store = memoryStore();
  await testStore(store);
  expect(await store.list({ limit: 1 })).toEqual([]);
});

const blindPut = ({ get, put }: IdempotencyStore) => ({
  put: async (record: KeyRecord, expected?: string) =>
    put(record, expected && ((await get(record.key))?.token ?? expected)),
});

/** Writes after a pause: what it has read may have changed. */
function slowPut({ get, put }: IdempotencyStore): Partial<IdempotencyStore> {
  return {
    async put(record, expected) {
      const before = await get(record.key);
      await Promise.resolve();
      if (before?.token !== expected) return false;
      while (!(await put(record, (await get(record.key))?.token))) {}
      return true;
    },
  };
}

function unordered({ list, put }: IdempotencyStore): Partial<IdempotencyStore> {
  let keys: string[] = [];
  return {
    async put(record, expected) {
      const isWritten = await put(record, expected);
      if (isWritten) keys = [...keys.filter((key) => key !== record.key), record.key];
      return isWritten;
    },
    async list({ limit, ...query }) {
      const found = await list({ ...query, limit: 1000 });
      return found.toSorted((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key)).slice(0, limit);
    },
  };
}

/** Keeps records under another key. */
function renamed({ get, put, ...right }: IdempotencyStore, rename: (key: string) => string): IdempotencyStore {
  return {
    ...right,
    get: (key) => get(rename(key)),
    put: (one, token) => put({ ...one, key: rename(one.key) }, token),
  };
}

/** Changes records before `prune` looks at them. */
function pruneAfter(
  change: (record: KeyRecord) => Partial<KeyRecord>,
): (right: IdempotencyStore) => Partial<IdempotencyStore> {
  return ({ list, prune, put }) => ({
    async prune(before) {
      for (const one of await list({ limit: 1000 })) await put({ ...one, ...change(one) }, one.token);
      return prune(before);
    },
  });
}

test.each<[string, (right: IdempotencyStore) => Partial<IdempotencyStore>, RegExp]>([
  ["does not check the token", blindPut, /put checks the token/],
  ["claims a key twice", (right) => ({ put: async (one) => right.put(one, (await right.get(one.key))?.token) }), /put/],
  ["has a put that is not atomic", slowPut, /put is atomic: .*expected 1, received 40/],
  [
    "reports no write",
    ({ put }) => ({ put: async (...all) => (await put(...all)) && false }),
    /expected true, received false/,
  ],
  ["writes nothing", () => ({ put: async (_one, expected) => expected === undefined }), /get returns the whole record/],
  ["forgets the answer", ({ put }) => ({ put: ({ answer: _, ...one }, token) => put(one, token) }), /whole record/],
  ["lists out of order", unordered, /list orders by key/],
  ["ignores limit", ({ list }) => ({ list: (query) => list({ ...query, limit: 1000 }) }), /list/],
  ["ignores after", ({ list }) => ({ list: ({ after: _, ...query }) => list(query) }), /list with after/],
  ["ignores state", ({ list }) => ({ list: ({ state: _, ...query }) => list(query) }), /list with state/],
  ["ignores case", (right) => renamed(right, (key) => key.toLowerCase()), /keys are stored unchanged/],
  ["trims keys", (right) => renamed(right, (key) => key.trim()), /keys are stored unchanged/],
  ["normalizes keys", (right) => renamed(right, (key) => key.normalize()), /keys are stored unchanged/],
  ["shortens keys", (right) => renamed(right, (key) => key.slice(0, 255)), /keys are stored unchanged/],
  [
    "prunes unknown records",
    pruneAfter(({ state }) => (state === "unknown" ? { state: "rejected" } : {})),
    /prune keeps/,
  ],
  [
    "prunes started records",
    pruneAfter(({ state }) => (state === "started" ? { state: "rejected" } : {})),
    /prune keeps/,
  ],
  ["prunes new records", ({ prune }) => ({ prune: (before) => prune(before + 1) }), /prune keeps/],
  ["prunes nothing", () => ({ prune: async () => 0 }), /list after prune/],
  [
    "does not count what it prunes",
    ({ prune }) => ({ prune: async (before) => (await prune(before)) && 1 }),
    /prune: expected 3/,
  ],
  [
    "counts at most 100 pruned records",
    ({ prune }) => ({ prune: async (before) => Math.min(100, await prune(before)) }),
    /prune removes any/,
  ],
])("rejects a store that %s", async (_what, change, rule) => {
  await expect(testStore(storeWith(change))).rejects.toThrow(rule);
});

test("rejects a store whose other connection does not see its records", async () => {
  await expect(testStore(memoryStore(), memoryStore())).rejects.toThrow(/on the other connection: get: expected \{/);
});

test("rejects a store that is not empty, and keeps its records", async () => {
  const store = memoryStore();
  const times = { startedAt: 0, changedAt: 0, deadline: 0 };
  await store.put({ ...times, key: "k", state: "accepted", token: "t", operation: "o", fingerprint: "f" }, undefined);
  await expect(testStore(store)).rejects.toThrow(/empty store/);
  expect(await store.get("k")).toBeDefined();
});

test("keeps an error of the store as the cause", async () => {
  const cause = new Error("the table is missing");
  const broken = storeWith(() => ({ put: () => Promise.reject(cause) }));
  await expect(testStore(broken)).rejects.toMatchObject({ message: expect.stringContaining(cause.message), cause });
});
