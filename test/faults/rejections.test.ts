import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Fetch, type Hook, type Logger, type Outcome, Wipsy, WipsyError } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";

// A caller's `fetch` or hook can fail with anything: retries, logs and errors must all use the same judgment of it.

const seed = propertySeed();
beforeAll(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterAll(() => {
  vi.restoreAllMocks();
});

const codes = [
  ...["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "ESERVFAIL", "UND_ERR_SOCKET", "EPIPE"],
  ...["UND_ERR_CONNECT_TIMEOUT", "CERT_HAS_EXPIRED", "ERR_SSL_WRONG_VERSION_NUMBER", "ERR_HTTP2_STREAM_ERROR"],
  ...["upstream/all-failed", "", "ECONNREFUSED ", "constructor", 5, null, {}],
];
const syscalls = ["connect", "read", "write", "getaddrinfo", "queryA", "reconnect", 7];
const messages = ["fetch failed", "bad port", "Stream closed with error code NGHTTP2_REFUSED_STREAM", "x"];

/** An error with these own properties: an instance of a class, a plain object, or something else. */
const thrown = fc.letrec<{ error: unknown }>((tie) => ({
  error: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>("ECONNREFUSED", undefined, null, 0, Symbol("x"), () => {}),
    fc
      .record(
        {
          code: fc.constantFrom<unknown>(...codes),
          syscall: fc.constantFrom<unknown>(...syscalls),
          message: fc.constantFrom(...messages),
          cause: tie("error"),
          errors: fc.array(tie("error"), { maxLength: 3 }),
        },
        { requiredKeys: [] },
      )
      .chain((own) =>
        fc.constantFrom(
          ...[() => ({}), () => new Error("x"), () => new TypeError("fetch failed"), () => new AggregateError([])].map(
            (make): unknown => Object.assign(make(), own),
          ),
        ),
      ),
  ),
})).error;

const calls: Readonly<Record<"read" | "idempotent" | "write", (wipsy: Wipsy) => Promise<unknown>>> = {
  read: (wipsy) => wipsy.chats.list(),
  idempotent: (wipsy) => wipsy.chatButtons.update("b1", { name: "Agente" }),
  write: (wipsy) => wipsy.messages.send({ to: "+573188779043", message: "Hola" }),
};
const effects = fc.constantFrom(...(["read", "idempotent", "write"] as const));
const severity: readonly Outcome[] = ["not-sent", "rejected", "unknown"];
const worst = (outcomes: readonly string[]) => severity.findLast((one) => outcomes.includes(one));

/** Runs a call whose attempts fail with these errors in order. */
async function run(effect: keyof typeof calls, errors: readonly unknown[], by: "fetch" | "hook") {
  let made = 0;
  const fail = async (): Promise<Response> => {
    made += 1;
    throw errors[made - 1];
  };
  const logged: string[] = [];
  const logger: Logger = {
    warn: (_event, facts) => logged.push(String((facts as Record<string, unknown>)["wipsy.outcome"])),
  };
  const hook: Hook = async (request, next) => {
    try {
      return await next(request);
    } catch {
      throw errors[made - 1];
    }
  };
  const fetch: Fetch = fail;
  const options = { apiKey: "test-key", fetch, logger, maxRetries: errors.length - 1 };
  const error = await failureOf(calls[effect](new Wipsy({ ...options, ...(by === "hook" && { hook }) })));
  return { made, logged, error };
}

describe("for any error of a fetch or hook", () => {
  test("retries a write only after an attempt that sent nothing, and reports the worst outcome", async () => {
    await fc.assert(
      fc.asyncProperty(
        effects,
        fc.array(thrown, { minLength: 1, maxLength: 3 }),
        fc.constantFrom("fetch" as const, "hook" as const),
        async (effect, errors, by) => {
          const { made, logged, error } = await run(effect, errors, by);
          expect(error).toBeInstanceOf(WipsyError);
          // The log of each attempt has the outcome so far.
          expect(logged).toHaveLength(made);
          const retried = logged.slice(0, -1);
          if (effect === "write") expect(retried.filter((one) => one !== "not-sent")).toEqual([]);
          expect(error.outcome).toBe(worst(logged));
          expect(error.outcome).toBe(logged.at(-1));
          expect(error.attempts).toBe(made);
        },
      ),
      { seed, numRuns: propertyRuns(2000) },
    );
  });

  test("ignores a code on Object.prototype", async () => {
    Object.defineProperty(Object.prototype, "code", { value: "ECONNREFUSED", configurable: true, writable: true });
    Object.defineProperty(Object.prototype, "syscall", { value: "connect", configurable: true, writable: true });
    try {
      const { made, error } = await run("write", [new TypeError("fetch failed"), 0, 0], "fetch");
      expect([made, error.outcome]).toEqual([1, "unknown"]);
    } finally {
      Reflect.deleteProperty(Object.prototype, "code");
      Reflect.deleteProperty(Object.prototype, "syscall");
    }
  });
});

test("a later attempt does not improve the outcome", async () => {
  const refused = Object.assign(new Error("x"), { code: "ECONNREFUSED", syscall: "connect" });
  let made = 0;
  const fetch: Fetch = async () => {
    made += 1;
    if (made > 1) throw new TypeError("fetch failed", { cause: refused });
    return Response.json({ error: "wait" }, { status: 429, headers: { "retry-after": "0" } });
  };
  const wipsy = new Wipsy({ apiKey: "test-key", fetch, maxRetries: 1 });
  const error = await failureOf(wipsy.messages.send({ to: "+573188779043", message: "Hola" }));
  expect(error).toMatchObject({ name: "ConnectionError", outcome: "rejected", attempts: 2 });
});
