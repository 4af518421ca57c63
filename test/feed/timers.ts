import { afterEach, beforeEach, vi } from "vitest";
import { type Fetch, Wipsy } from "wipsy-client";
import type { TestServer } from "../support/server.ts";
import { session } from "./model.ts";

// Timers are recorded, never timed.

/** The delays of all timers, and the timers that are still set. */
export const delays: number[] = [];
export const set = new Map<unknown, number>();

/** Records the timers of the tests in a file. */
export function recordTimers(): void {
  beforeEach(() => {
    delays.length = 0;
    set.clear();
    const [setTimer, clearTimer] = [globalThis.setTimeout, globalThis.clearTimeout];
    vi.spyOn(globalThis, "setTimeout").mockImplementation(((
      callback: (...values: unknown[]) => void,
      ms = 0,
      ...given: unknown[]
    ) => {
      const timer = setTimer(() => {
        set.delete(timer);
        callback(...given);
      }, ms);
      delays.push(ms);
      set.set(timer, ms);
      return timer;
      // The real one has a promisified form, which nothing here uses.
    }) as typeof setTimeout);
    vi.spyOn(globalThis, "clearTimeout").mockImplementation((timer) => {
      set.delete(timer);
      clearTimer(timer);
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
}

export const hour = 3_600_000;
/** A client that counts its requests in flight. */
export function clientOf(server: TestServer) {
  const open = new Set<object>();
  const fetch: Fetch = async (input, init) => {
    const request = {};
    open.add(request);
    try {
      return await globalThis.fetch(input, init);
    } finally {
      open.delete(request);
    }
  };
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, fetch, maxRetries: 0 });
  return { wipsy, agent: wipsy.agent({ session }), open };
}
