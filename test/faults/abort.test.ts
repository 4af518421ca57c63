import { getEventListeners, setMaxListeners } from "node:events";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  AbortError,
  type Effect,
  type Fetch,
  type Logger,
  type UnknownOutcomeError,
  Wipsy,
  type WipsyOptions,
} from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { propertyRuns } from "../support/seed.ts";
import { fixedRandom } from "./check.ts";
import { calls, faultyClient } from "./driver.ts";
import type { Fault } from "./faults.ts";
import { type FaultServer, serveFaults } from "./server.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await serveFaults();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const never = () => new Promise<never>(() => {});
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const effects: readonly Effect[] = ["read", "idempotent", "write"];

/** The calls of `driver.ts`, with a signal. */
const signaled: Readonly<Record<Effect, (wipsy: Wipsy, signal: AbortSignal) => Promise<unknown>>> = {
  read: (wipsy, signal) => wipsy.chats.list({}, { signal }),
  idempotent: (wipsy, signal) => wipsy.chatButtons.update("boton-1", { name: "Agente" }, { signal }),
  write: (wipsy, signal) => wipsy.messages.send({ to: "+573001112233", message: "Pedido confirmado" }, { signal }),
};

/**
 * The error of a call that is aborted as soon as `isThere` says that it waits in the right place, and whether it came
 * before a 20 ms timer that was set at that moment.
 */
async function abortedWhen(
  isThere: () => boolean,
  begin: (signal: AbortSignal) => Promise<unknown>,
  reason: unknown = "se acabó",
) {
  const controller = new AbortController();
  const failure = failureOf(begin(controller.signal));
  await vi.waitUntil(isThere, { timeout: 60_000, interval: 1 });
  await later(10);
  controller.abort(reason);
  const isInTime = await Promise.race([failure.then(() => true), later(20).then(() => false)]);
  const error = await failure;
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  return { error, isInTime };
}

let made = 0;
const nextCall = () => {
  made += 1;
  return `abort-${made}`;
};

/** The places where a call can wait, the fault that keeps it there, and the outcome. */
const places: readonly { place: string; faults: readonly Fault[]; requests: number; outcome: string }[] = [
  { place: "the request", faults: [{ name: "nothing" }], requests: 1, outcome: "unknown" },
  { place: "the headers", faults: [{ name: "half a header and hangs" }], requests: 1, outcome: "unknown" },
  { place: "the body", faults: [{ name: "half a body and hangs" }], requests: 1, outcome: "unknown" },
  {
    place: "the wait",
    faults: [{ name: "status", status: 429, wait: { header: "retry-after", value: "5", ms: 5000 } }],
    requests: 1,
    outcome: "rejected",
  },
  {
    place: "the wait after a refused connection",
    faults: [{ name: "refuses" }],
    requests: 1,
    outcome: "not-sent",
  },
  {
    place: "the second request",
    faults: [{ name: "status", status: 503, code: "BOOT_ERROR" }, { name: "nothing" }],
    requests: 2,
    outcome: "unknown",
  },
];

describe.each(places)("aborted during $place", ({ place, faults, requests, outcome }) => {
  test.each(effects)("%s", async (effect) => {
    // The client's own wait must outlast any stall of the machine, 50 seconds, or be short before a second request.
    const random = vi.spyOn(Math, "random").mockReturnValue(requests === 1 ? 100 : fixedRandom);
    let seen = 0;
    let retried = 0;
    const logger: Logger = {
      info() {
        retried += 1;
      },
    };
    const wipsy = faultyClient(server, nextCall(), faults, { logger }, () => {
      seen += 1;
      return () => {};
    });
    const isThere = () => seen === requests && retried === (place.startsWith("the wait") ? requests : requests - 1);
    const { error, isInTime } = await abortedWhen(isThere, (signal) => signaled[effect](wipsy, signal));
    random.mockRestore();
    expect(error, place).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ cause: "se acabó", outcome, attempts: requests });
    expect(isInTime).toBe(true);
    await later(20);
    expect(seen).toBe(requests);
  });
});

test.each(effects)("sends nothing when aborted before the call: %s", async (effect) => {
  const call = nextCall();
  const log = vi.fn();
  const wipsy = faultyClient(server, call, [], { logger: { debug: log, info: log, warn: log } });
  const error = await failureOf(signaled[effect](wipsy, AbortSignal.abort("antes")));
  expect(error).toBeInstanceOf(AbortError);
  expect(error).toMatchObject({ cause: "antes", outcome: "not-sent", attempts: 0 });
  expect(log).not.toHaveBeenCalled();
  expect(server.countOf(call).received).toBe(0);
});

test.each(effects)("aborted while the key function runs: %s", async (effect) => {
  const call = nextCall();
  let asked = false;
  const apiKey = () => {
    asked = true;
    return never();
  };
  const wipsy = faultyClient(server, call, [], { apiKey });
  const { error, isInTime } = await abortedWhen(
    () => asked,
    (signal) => signaled[effect](wipsy, signal),
  );
  expect(error).toBeInstanceOf(AbortError);
  expect(error).toMatchObject({ cause: "se acabó", outcome: "not-sent", attempts: 0 });
  expect(isInTime).toBe(true);
  expect(server.countOf(call).received).toBe(0);
});

test.each(effects)("aborted just after the key came: %s", async (effect) => {
  const call = nextCall();
  const controller = new AbortController();
  const apiKey = async () => {
    // Between the key and the request there are promises, and an abort can come between any two of them.
    void Promise.resolve().then(() => Promise.resolve().then(() => controller.abort("justo")));
    return "test-key";
  };
  const error = await failureOf(signaled[effect](faultyClient(server, call, [], { apiKey }), controller.signal));
  expect(error).toBeInstanceOf(AbortError);
  expect(error).toMatchObject({ cause: "justo", outcome: "not-sent", attempts: 0 });
  expect(server.countOf(call).received).toBe(0);
});

test("aborted while reconcile runs", async () => {
  let given: AbortSignal | undefined;
  const reconcile = (_: UnknownOutcomeError, context: { signal: AbortSignal }) => {
    given = context.signal;
    return never();
  };
  const wipsy = faultyClient(server, nextCall(), [{ name: "reads and closes" }]);
  const { error, isInTime } = await abortedWhen(
    () => given !== undefined,
    (signal) => wipsy.messages.send({ to: "+573001112233", message: "Hola" }, { signal, reconcile }),
  );
  expect(error).toBeInstanceOf(AbortError);
  expect(error).toMatchObject({ cause: "se acabó", outcome: "unknown", attempts: 1 });
  expect(isInTime).toBe(true);
  expect(given?.aborted).toBe(true);
});

const reasons: readonly (readonly [string, unknown])[] = [
  ["text", "texto"],
  ["empty text", ""],
  ["a number", 0],
  ["null", null],
  ["false", false],
  ["a symbol", Symbol("motivo")],
  ["an object", { motivo: 1 }],
  ["a function", () => "motivo"],
  ["an error", new RangeError("motivo")],
  ["an error of this package", new AbortError("motivo", { outcome: "unknown" })],
];

test.each(reasons)("has the signal's reason as cause: %s", async (_title, reason) => {
  const before = await failureOf(signaled.write(faultyClient(server, nextCall(), []), AbortSignal.abort(reason)));
  expect(before).toBeInstanceOf(AbortError);
  expect(before.cause).toBe(reason);
  let seen = 0;
  const wipsy = faultyClient(server, nextCall(), [{ name: "nothing" }], {}, () => {
    seen += 1;
    return () => {};
  });
  const { error } = await abortedWhen(
    () => seen === 1,
    (signal) => signaled.write(wipsy, signal),
    reason,
  );
  expect(error).toBeInstanceOf(AbortError);
  expect(error.cause).toBe(reason);
  expect("cause" in error).toBe(true);
});

test("without a reason, has the platform's AbortError as cause", async () => {
  const error = await failureOf(signaled.read(faultyClient(server, nextCall(), []), AbortSignal.abort()));
  expect(error.cause).toBeInstanceOf(DOMException);
  expect(error.cause).toMatchObject({ name: "AbortError" });
});

const most = propertyRuns(10_000);

describe(`${most} calls on one signal leave no listeners behind`, () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

  /** A signal that counts its listeners. */
  function counted() {
    const { signal } = new AbortController();
    // Node warns of more than ten at a time, and here are fifty calls at a time.
    setMaxListeners(0, signal);
    let added = 0;
    let removed = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      added += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      removed += 1;
      remove(...args);
    };
    return { signal, counts: () => ({ added, removed, left: getEventListeners(signal, "abort").length }) };
  }

  async function many(calls: number, lanes: number, options: WipsyOptions) {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const { signal, counts } = counted();
    const before = timers();
    const clients = Array.from({ length: lanes }, () => new Wipsy({ apiKey: () => "test-key", ...options }));
    const ends = { resolved: 0, rejected: 0 };
    const lane = async (wipsy: Wipsy) => {
      for (let call = 0; call < calls / lanes; call += 1) {
        const effect = effects[call % 3] ?? "read";
        await signaled[effect](wipsy, signal).then(
          () => {
            ends.resolved += 1;
          },
          () => {
            ends.rejected += 1;
          },
        );
      }
    };
    await Promise.all(clients.map(lane));
    vi.restoreAllMocks();
    return { ends, ...counts(), timers: timers() - before };
  }

  test("with every kind of ending", async () => {
    let turn = 0;
    const answers: readonly (() => Promise<Response>)[] = [
      async () => Response.json({ success: true, data: [] }),
      async () => Response.json({ success: true, data: { id: "1" } }),
      async () => Response.json({ error: "no" }, { status: 403 }),
      async () => Response.json({ error: "no" }, { status: 503, headers: { "retry-after": "0" } }),
      async () => new Response("<html>"),
      () => Promise.reject(new TypeError("Failed to fetch")),
    ];
    const fetch: Fetch = () => {
      turn += 1;
      return (answers[turn % answers.length] ?? never)();
    };
    const { ends, added, removed, left, timers: kept } = await many(most, 50, { fetch });
    expect(ends.resolved + ends.rejected).toBe(most);
    expect(Math.min(ends.resolved, ends.rejected)).toBeGreaterThan(most / 20);
    expect(added).toBeGreaterThan(0);
    expect(removed).toBeGreaterThanOrEqual(added);
    expect(left).toBe(0);
    expect(kept).toBeLessThanOrEqual(0);
  });

  test("over sockets, some of them hanging", async () => {
    let turn = 0;
    const names = ["good", "half a body", "nothing", "reads and closes", "HTML", "half a body and hangs"] as const;
    const {
      ends,
      left,
      timers: kept,
    } = await many(240, 40, {
      baseUrl: server.url,
      // Long enough for the good answers on a busy machine.
      timeout: 2500,
      maxRetries: 0,
      headers: { "x-call": "many" },
      hook: (request, next) => {
        turn += 1;
        const headers = new Headers(request.init.headers);
        headers.set("x-fault", names[turn % names.length] ?? "good");
        return next({ url: request.url, init: { ...request.init, headers } });
      },
    });
    expect(ends.resolved).toBeGreaterThan(10);
    expect(ends.rejected).toBeGreaterThan(100);
    expect(left).toBe(0);
    expect(kept).toBeLessThanOrEqual(0);
  });
});

test("this file makes the same calls as the other tests", () => {
  expect(Object.keys(signaled)).toEqual(Object.keys(calls));
});
