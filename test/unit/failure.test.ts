import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { type Fetch, Wipsy } from "wipsy-client";
import { attemptFailureOf, failureOf } from "../support/failure.ts";

const hola = { to: "+573188779043", message: "Hola" } as const;

/** An error as thrown by Node's network and TLS code. */
const system = (code: string, syscall?: string) => Object.assign(new Error(code), { code, syscall });
/** An error as thrown by `fetch`. */
const fetchFailed = (cause: unknown) => new TypeError("fetch failed", { cause });

const refused = system("ECONNREFUSED", "connect");
const reset = system("ECONNRESET", "read");
const worded = (code: string, message: string) => Object.assign(new Error(message), { code });

describe("tells whether a failed request was sent", () => {
  test.each<[string, unknown, string]>([
    ["connection refused", refused, "not-sent"],
    ["no such name", system("ENOTFOUND", "getaddrinfo"), "not-sent"],
    ["no answer about the name", system("EAI_AGAIN", "getaddrinfo"), "not-sent"],
    ["no connection in time", system("UND_ERR_CONNECT_TIMEOUT"), "not-sent"],
    ["connecting timed out", system("ETIMEDOUT", "connect"), "not-sent"],
    ["reset while connecting", system("ECONNRESET", "connect"), "not-sent"],
    ["host out of reach", system("EHOSTUNREACH", "connect"), "not-sent"],
    ["the name server failed", system("EAI_FAIL", "getaddrinfo"), "not-sent"],
    ["its own name lookup failed", system("ESERVFAIL", "queryA"), "not-sent"],
    ["its own name lookup timed out", system("ETIMEOUT", "queryAaaa"), "not-sent"],
    ["TLS of another version", system("ERR_SSL_WRONG_VERSION_NUMBER"), "unknown"],
    ["a TLS record that cannot be read", system("ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC"), "unknown"],
    ["a certificate of another name", system("ERR_TLS_CERT_ALTNAME_INVALID"), "not-sent"],
    ["an expired certificate", system("CERT_HAS_EXPIRED"), "not-sent"],
    ["a self-signed certificate", system("DEPTH_ZERO_SELF_SIGNED_CERT"), "not-sent"],
    ["an unknown certificate", system("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), "not-sent"],
    ["a chain with a self-signed certificate", system("SELF_SIGNED_CERT_IN_CHAIN"), "not-sent"],
    ["an unknown code that begins like a certificate's", system("SELF_SIGNED_CERT_LATER"), "unknown"],
    [
      "a tunnel that the proxy refused",
      worded("UND_ERR_ABORTED", "Proxy response (403) !== 200 when HTTP Tunneling"),
      "not-sent",
    ],
    ["another message that begins like it", worded("UND_ERR_ABORTED", "Proxy response (403) !== 200 later"), "unknown"],
    [
      "a handshake that was cut",
      worded("ECONNRESET", "Client network socket disconnected before secure TLS connection was established"),
      "not-sent",
    ],
    [
      "a reset whose message begins like it",
      worded("ECONNRESET", "Client network socket disconnected before secure TLS data"),
      "unknown",
    ],
    ["a port that fetch refuses", new Error("bad port"), "not-sent"],
    ["every address refused", new AggregateError([refused, refused]), "not-sent"],
    ["one address of two refused, the other reset", new AggregateError([refused, reset]), "unknown"],
    ["no address tried", new AggregateError([]), "unknown"],
    ["reset after the request", reset, "unknown"],
    ["broken pipe", system("EPIPE", "write"), "unknown"],
    ["timed out while reading", system("ETIMEDOUT", "read"), "unknown"],
    ["closed by the other side", system("UND_ERR_SOCKET"), "unknown"],
    ["no headers in time", system("UND_ERR_HEADERS_TIMEOUT"), "unknown"],
    ["no body in time", system("UND_ERR_BODY_TIMEOUT"), "unknown"],
    ["a code that is a number", Object.assign(new Error("x"), { code: 5 }), "unknown"],
    ["no code", new Error("x"), "unknown"],
    ["no cause", undefined, "unknown"],
  ])("%s", async (_what, cause, outcome) => {
    for (const reason of [fetchFailed(cause), fetchFailed(fetchFailed(cause))]) {
      const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", fetch: () => Promise.reject(reason) });
      const error = await attemptFailureOf(wipsy.messages.send({ to: "ig_1", message: "Hola" }));
      expect(error).toMatchObject({ name: "ConnectionError", operation: "sendMessage", outcome, attempts: 1 });
      expect(error.message).toMatch(outcome === "unknown" ? /may have acted: check/ : /Nothing was sent/);
    }
  });
});

// With node:https, the same codes also occur when a connection breaks after the request was sent.
test.each(["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "ERR_SSL_BAD_RECORD_TYPE"])(
  "%s from a custom fetch proves nothing",
  async (code) => {
    const own = Object.assign(new Error("request failed"), { name: "FetchError", code });
    for (const reason of [own, Object.assign(new Error("x"), { cause: own })]) {
      const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", fetch: () => Promise.reject(reason) });
      expect(await attemptFailureOf(wipsy.messages.send({ to: "ig_1", message: "Hola" }))).toMatchObject({
        name: "ConnectionError",
        outcome: "unknown",
      });
    }
  },
);

test("does not print unusual names and codes of a custom fetch's error", async () => {
  const phone = "+573188779043";
  const odd = { name: `FetchError for ${phone}`, code: `E to ${phone}`, syscall: phone.slice(1) };
  const reason = new TypeError("x", { cause: Object.assign(new Error("y"), odd) });
  const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", fetch: () => Promise.reject(reason) });
  const error = await attemptFailureOf(wipsy.messages.send({ to: "ig_1", message: "Hola" }));
  expect(inspect(error, { depth: 10 })).not.toContain(phone.slice(1));
});

/** An answer made by a caller's own `fetch`. */
function answer(more: object): Response {
  // The cast: test doubles and other libraries return such Responses.
  return { type: "basic", status: 200, headers: new Headers(), text: async () => "{}", ...more } as unknown as Response;
}

const client = (give: () => Response, count = { calls: 0 }) => {
  const fetch: Fetch = async () => {
    count.calls += 1;
    return give();
  };
  return { wipsy: new Wipsy({ apiKey: "test-key", fetch, maxRetries: 1 }), count };
};

describe("a write without an answer has an unknown outcome and is not retried", () => {
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
    ["text() does not return a string", () => answer({ text: async () => ({}) })],
  ])("%s", async (_what, give) => {
    const { wipsy, count } = client(give);
    expect(await failureOf(wipsy.messages.send(hola))).toMatchObject({ name: "HookError", outcome: "unknown" });
    expect(count.calls).toBe(1);
  });

  test("reads headers from a Map", async () => {
    const give = () => answer({ status: 429, headers: new Map([["retry-after", "0"]]) });
    expect(await failureOf(client(give).wipsy.messages.send(hola))).toMatchObject({ retryAfterMs: 0, attempts: 2 });
  });
});
