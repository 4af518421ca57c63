import type { IdempotencyStore, KeyRecord } from "wipsy-client";
import { memoryStore } from "wipsy-client/stores/memory";

/** What goes wrong with one access: it rejects or hangs without effect, or takes effect and then rejects or hangs. */
export type StoreFault = "rejects before" | "hangs before" | "rejects after" | "hangs after";

/** A store in memory whose accesses fail as `faultOf` says. */
export interface FaultyStore extends IdempotencyStore {
  readonly inner: IdempotencyStore;
  /** Every record that was written. */
  readonly written: KeyRecord[];
  /** The fault of the next access; replace it at any time. */
  faultOf: (access: "get" | "put", record: KeyRecord | undefined) => StoreFault | undefined;
}

const never = () => new Promise<never>(() => {});

export function faultyStore(inner: IdempotencyStore = memoryStore()): FaultyStore {
  async function access<T>(fault: StoreFault | undefined, work: () => Promise<T>): Promise<T> {
    if (fault === "rejects before") throw new Error("the store is down");
    if (fault === "hangs before") return never();
    const result = await work();
    if (fault === "rejects after") throw new Error("the store is down");
    return fault === "hangs after" ? never() : result;
  }
  const store: FaultyStore = {
    inner,
    written: [],
    faultOf: () => undefined,
    get: (key) => access(store.faultOf("get", undefined), () => inner.get(key)),
    put: (record, expected) =>
      access(store.faultOf("put", record), async () => {
        const isWritten = await inner.put(record, expected);
        if (isWritten) store.written.push(record);
        return isWritten;
      }),
    list: (query) => inner.list(query),
    prune: (before) => inner.prune(before),
  };
  return store;
}
