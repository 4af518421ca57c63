import { afterEach, expect, test, vi } from "vitest";
import { type Fetch, Wipsy } from "wipsy-client";

// How many expensive platform objects a call creates. Counted, not timed.

afterEach(() => {
  vi.unstubAllGlobals();
});

const classes = ["Request", "Response", "Headers", "ReadableStream", "AbortController", "FormData", "URL"] as const;
const functions = ["setTimeout", "clearTimeout", "queueMicrotask", "structuredClone"] as const;

/** Counts from now on the instances of these classes and the calls of these functions. */
function count(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...classes, ...functions]) {
    const counted = () => {
      counts[name] = (counts[name] ?? 0) + 1;
    };
    const handler: ProxyHandler<typeof globalThis.Request & typeof globalThis.setTimeout> = {
      construct(target, given, self) {
        counted();
        return Reflect.construct(target, given, self);
      },
      apply(target, self, given) {
        counted();
        return Reflect.apply(target, self, given);
      },
    };
    vi.stubGlobal(
      name,
      new Proxy(globalThis[name] as typeof globalThis.Request & typeof globalThis.setTimeout, handler),
    );
  }
  return counts;
}

test.each([
  ["POST", "string", {}, (wipsy: Wipsy) => wipsy.messages.send({ to: "+573001112233", message: "Hola" })],
  ["GET", "object", [], (wipsy: Wipsy) => wipsy.contacts.list({ limit: 10 })],
] as const)(
  "a %s makes a controller and a timer, and no request, headers, stream or copy",
  async (_method, body, data, call) => {
    const given: unknown[] = [];
    const answer = {
      status: 200,
      type: "basic",
      headers: new Headers({ "content-type": "application/json" }),
      text: async () => JSON.stringify({ success: true, data }),
    };
    const fetch: Fetch = async (input, init) => {
      given.push([typeof input, typeof init?.body]);
      // Everything that a client may read of a good answer.
      return answer as Response;
    };
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: "http://127.0.0.1:1", fetch });
    const counts = count();
    const calls = 10;
    for (let made = 0; made < calls; made += 1) await call(wipsy);
    expect(given).toEqual(Array(calls).fill(["string", body]));
    expect(counts).toEqual({ AbortController: calls, setTimeout: calls, clearTimeout: calls });
  },
);
