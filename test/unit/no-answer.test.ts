import { describe, expect, test } from "vitest";
import { type Fetch, Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";

const hola = { to: "+573188779043", message: "Hola" } as const;

/** An answer as a caller's own `fetch` makes one. */
function answer(more: object): Response {
  // The cast: it is what a test double, or another library, gives for a Response.
  return { type: "basic", status: 200, headers: new Headers(), text: async () => "{}", ...more } as unknown as Response;
}

const client = (give: () => Response, count = { calls: 0 }) => {
  const fetch: Fetch = async () => {
    count.calls += 1;
    return give();
  };
  return { wipsy: new Wipsy({ apiKey: "test-key", fetch, maxRetries: 1 }), count };
};

describe("what nobody has answered leaves a write open, and is not tried again", () => {
  test.each<[string, () => Response]>([
    ["Response.error()", () => Response.error()],
    ["an opaque answer", () => answer({ type: "opaque", status: 0 })],
    ["status 0", () => answer({ status: 0 })],
    ["status 101", () => answer({ status: 101 })],
    ["status 199", () => answer({ status: 199 })],
    ["a negative status", () => answer({ status: -1 })],
    ["no status", () => answer({ status: undefined })],
    ["NaN", () => answer({ status: Number.NaN })],
    ["status 600", () => answer({ status: 600 })],
    ["status 999", () => answer({ status: 999 })],
  ])("%s", async (_what, give) => {
    const { wipsy, count } = client(give);
    const error = await failureOf(wipsy.messages.send(hola));
    expect(error).toMatchObject({ name: "UnknownOutcomeError", outcome: "unknown", attempts: 1 });
    expect(count.calls).toBe(1);
    const read = client(give);
    expect(await failureOf(read.wipsy.chats.list())).toMatchObject({ outcome: "unknown", attempts: 2 });
  });
});

describe("an answer that cannot be read is a HookError", () => {
  const headers = (get: (name: string) => unknown) => answer({ status: 503, headers: { get } });

  test.each<[string, () => Response]>([
    [
      "headers.get throws",
      () =>
        headers(() => {
          throw new Error("mine");
        }),
    ],
    ["headers.get gives a number", () => headers(() => 7)],
    ["headers.get gives an object", () => headers(() => ({}))],
    ["headers.get throws for one header", () => headers((name) => (name === "retry-after" ? 5 : null))],
    ["text() gives no text", () => answer({ text: async () => ({}) })],
  ])("%s", async (_what, give) => {
    const { wipsy, count } = client(give);
    expect(await failureOf(wipsy.messages.send(hola))).toMatchObject({ name: "HookError", outcome: "unknown" });
    expect(count.calls).toBe(1);
  });

  test("headers of a Map are read", async () => {
    const give = () => answer({ status: 429, headers: new Map([["retry-after", "0"]]) });
    expect(await failureOf(client(give).wipsy.messages.send(hola))).toMatchObject({ retryAfterMs: 0, attempts: 2 });
  });
});
