import type { IdempotencyStore, KeyRecord } from "../idempotency/store.ts";

/**
 * A store in the memory of this process, for tests and for programs whose duplicates all arrive in one process. A restart
 * forgets its keys.
 *
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { memoryStore } from "wipsy-client/stores/memory";
 * const wipsy = new Wipsy({ idempotency: memoryStore() });
 * const message = { to: "+573188779043", message: "Hola" } as const;
 * const sent = await wipsy.messages.send(message, { idempotencyKey: "order-1001-shipped" });
 * console.log(sent.messageId);
 * ```
 */
export function memoryStore(): IdempotencyStore {
  const records = new Map<string, KeyRecord>();
  return {
    get: async (key) => records.get(key),
    async put(record, expected) {
      if (records.get(record.key)?.token !== expected) return false;
      records.set(record.key, record);
      return true;
    },
    async list({ state, after = "", limit }) {
      const found = [...records.values()].filter(
        (one) => one.key > after && (state === undefined || one.state === state),
      );
      return found.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit);
    },
    async prune(before) {
      const isOld = ({ state, changedAt }: KeyRecord) =>
        state !== "started" && state !== "unknown" && changedAt < before;
      const old = [...records.values()].filter(isOld);
      for (const { key } of old) records.delete(key);
      return old.length;
    },
  };
}
