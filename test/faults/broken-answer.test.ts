import { getEventListeners } from "node:events";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Fetch, type Hook, Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";

// Once there is an answer, the request was sent: an error while reading it proves nothing else, whatever its code.

const hola = { to: "+573188779043", message: "Hola" } as const;
const codes = ["ECONNREFUSED", "ENOTFOUND", "UND_ERR_CONNECT_TIMEOUT"];

beforeAll(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterAll(() => {
  vi.restoreAllMocks();
});

const errorOf = (code: string) => new TypeError("terminated", { cause: Object.assign(new Error("x"), { code }) });
const breaking = (code: string) => new Response(new ReadableStream({ pull: (stream) => stream.error(errorOf(code)) }));

/** The error of a send whose answer breaks, and how often it was sent. */
async function broken(answer: () => Response, hook?: Hook) {
  let executed = 0;
  const fetch: Fetch = async () => {
    executed += 1;
    return answer();
  };
  const error = await failureOf(new Wipsy({ apiKey: "test-key", fetch, hook }).messages.send(hola));
  return { error, executed };
}

describe.each(codes)("an answer that breaks with %s has an unknown outcome and is not retried", (code) => {
  const expected = { error: { name: "UnknownOutcomeError", outcome: "unknown", attempts: 1 }, executed: 1 };

  test("in its stream", async () => {
    expect(await broken(() => breaking(code))).toMatchObject(expected);
  });

  test("in text() of a caller's own answer", async () => {
    // The cast: a fetch in JavaScript can return anything.
    const own = { status: 200, headers: new Headers(), text: () => Promise.reject(errorOf(code)) } as unknown;
    expect(await broken(() => own as Response)).toMatchObject(expected);
  });

  test("in a stream that a hook put around it", async () => {
    const hook: Hook = async (request, next) => {
      await next(request);
      return breaking(code);
    };
    expect(await broken(() => Response.json({ success: true }), hook)).toMatchObject(expected);
  });
});

// Node's fetch keeps the signal until its Request is collected, and a listener can lead from the one to the other.
describe("leaves no listener on the signal of its fetch", () => {
  test.each<[string, () => Response]>([
    ["an answer", () => Response.json({ success: true })],
    ["an answer that breaks", () => breaking("ECONNRESET")],
    ["an answer that is too large", () => new Response("x".repeat(2000))],
  ])("after %s", async (_, answer) => {
    const signals: AbortSignal[] = [];
    const fetch: Fetch = async (_url, { signal } = {}) => {
      if (signal) signals.push(signal);
      return answer();
    };
    await new Wipsy({ apiKey: "test-key", fetch, maxResponseSize: 1000 }).messages.send(hola).catch(() => {});
    expect(signals.flatMap((signal) => getEventListeners(signal, "abort"))).toEqual([]);
    expect(signals).toHaveLength(1);
  });
});
