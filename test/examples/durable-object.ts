import { Keys } from "../../examples/cloudflare-worker.ts";
import type { Storage } from "./cloudflare-workers.ts";

// Durable Objects as Cloudflare's documentation describes them, in memory.

function fakeStorage(): Storage {
  const values = new Map<string, Buffer>();
  const bytes = (key: string) => Buffer.from(key);
  const later = <Result>(work: () => Result) => new Promise<Result>((resolve) => setImmediate(() => resolve(work())));
  // Values are cloned, as the platform does.
  const parsed = <Value>(stored: Buffer | undefined): Value | undefined => stored && JSON.parse(stored.toString());
  return {
    get: <Value>(key: string) => later(() => parsed<Value>(values.get(key))),
    put: (key, value) => later(() => void values.set(key, bytes(JSON.stringify(value)))),
    async delete(keys) {
      if (keys.length > 128) throw new Error("at most 128 keys");
      return later(() => keys.filter((key) => values.delete(key)).length);
    },
    list: <Value>({ startAfter, limit }: { startAfter?: string | undefined; limit: number }) =>
      later(() => {
        const sorted = [...values].sort(([a], [b]) => Buffer.compare(bytes(a), bytes(b)));
        const rest = sorted.filter(
          ([key]) => startAfter === undefined || Buffer.compare(bytes(key), bytes(startAfter)) > 0,
        );
        return new Map(rest.slice(0, limit).map(([key, stored]) => [key, parsed(stored) as Value]));
      }),
  };
}

/** A namespace with the class `Keys`. */
export function keysNamespace() {
  const stubs = new Map<string, Keys>();
  return {
    getByName(name: string): Keys {
      const stub = stubs.get(name) ?? gated(new Keys({ storage: fakeStorage() }));
      stubs.set(name, stub);
      return stub;
    },
  };
}

/** An object gets no call while it waits for its storage. `Keys` waits for nothing else, so its calls run in turn. */
function gated(object: Keys): Keys {
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<Args extends unknown[], Result>(method: (...args: Args) => Promise<Result>) {
    return (...args: Args): Promise<Result> => {
      const result = last.then(() => method.apply(object, args));
      last = result.catch(() => {});
      return result;
    };
  }
  const { get, put, list, prune } = object;
  return { get: inTurn(get), put: inTurn(put), list: inTurn(list), prune: inTurn(prune) } as Keys;
}
