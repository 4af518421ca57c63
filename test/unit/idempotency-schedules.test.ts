import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { type Fetch, type IdempotencyStore, isWipsyError, Wipsy } from "wipsy-client";
import { memoryStore } from "wipsy-client/stores/memory";
import { faultyStore, type StoreFault } from "../support/faulty-store.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";

// Random schedules of network faults, store faults, calls at once and crashes. Whatever happens: a message is executed at
// most once, and nobody is told anything false about it.

const seed = propertySeed();

/** What becomes of a request: whether it is executed, and what its sender sees. */
const networks = [
  "accepted",
  "rejected",
  "refused",
  "lost before",
  "lost after",
  "failed after",
  "hangs after",
] as const;
type Network = (typeof networks)[number];

const storeFaults: readonly (StoreFault | undefined)[] = [
  ...([undefined, undefined, undefined, undefined, undefined, undefined] as const),
  ...(["rejects before", "hangs before", "rejects after", "hangs after"] as const),
];

/** One process: what goes wrong in it, and after how many steps (accesses and requests) it is killed. */
interface Process {
  readonly network: readonly Network[];
  readonly store: readonly (StoreFault | undefined)[];
  readonly calls: number;
  readonly killedAfter: number | undefined;
}

const processes: fc.Arbitrary<Process> = fc.record({
  network: fc.array(fc.constantFrom(...networks), { minLength: 1, maxLength: 3 }),
  store: fc.array(fc.constantFrom(...storeFaults), { minLength: 1, maxLength: 8 }),
  calls: fc.integer({ min: 1, max: 2 }),
  killedAfter: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
});

/** Rounds one after the other; the processes of a round run at once. */
const schedules = fc.array(fc.array(processes, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });

/** Schedules with a store each, run side by side to save time. After some rounds the clock passes the deadline. */
const perRun = 100;
const batches = fc.record({
  batch: fc.array(schedules, { minLength: perRun, maxLength: perRun }),
  isLater: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
});

const never = () => new Promise<never>(() => {});
const refused = Object.assign(new TypeError("fetch failed"), {
  cause: Object.assign(new Error("no"), { code: "ECONNREFUSED", syscall: "connect" }),
});

interface Call {
  readonly result: string;
  /** How often its own requests were executed. */
  readonly executed: number;
}

const deadline = 40;
const message = { to: "+573188779043", message: "Hola" } as const;
const accepted = (id: string) => Response.json({ success: true, messageId: id });

const answers: Readonly<Record<Network, (execute: () => string) => Promise<Response>>> = {
  accepted: async (execute) => accepted(execute()),
  rejected: async () => Response.json({ error: "no" }, { status: 400 }),
  refused: () => Promise.reject(refused),
  "lost before": () => Promise.reject(new TypeError("fetch failed")),
  async "lost after"(execute) {
    execute();
    throw new TypeError("fetch failed");
  },
  async "failed after"(execute) {
    execute();
    return Response.json({ error: "no" }, { status: 500 });
  },
  "hangs after"(execute) {
    execute();
    return never();
  },
};

function world() {
  const shared = memoryStore();
  const executed: string[] = [];

  /** Starts a process. Once it is killed, nothing of it has any effect, and its calls do not end. */
  function start(process: Process, own = deadline): Promise<Call>[] {
    const { network, store, calls, killedAfter = Number.POSITIVE_INFINITY } = process;
    let [steps, accesses, requests] = [0, 0, 0];
    const isKilled = () => steps > killedAfter;
    const living = faultyStore({
      ...shared,
      async put(record, expected) {
        steps += 1;
        return isKilled() ? never() : shared.put(record, expected);
      },
    });
    living.faultOf = () => {
      accesses += 1;
      return store[(accesses - 1) % store.length];
    };
    return Array.from({ length: calls }, async () => {
      let count = 0;
      const execute = () => {
        count += 1;
        executed.push(`m-${executed.length}`);
        return executed.at(-1) ?? "";
      };
      const fetch: Fetch = async () => {
        steps += 1;
        if (isKilled()) return never();
        requests += 1;
        return answers[network[(requests - 1) % network.length] ?? "accepted"](execute);
      };
      const result = await Promise.race([sendWith(fetch, living, own), gone(isKilled)]);
      return { result, executed: count };
    });
  }
  return { shared, executed, start };
}

/** Ends when a killed process can do nothing any more. */
const gone = (isKilled: () => boolean) =>
  new Promise<string>((resolve) => {
    const timer = setInterval(() => {
      if (isKilled()) resolve("killed");
      if (isKilled()) clearInterval(timer);
    }, 5);
    timer.unref();
  });

async function sendWith(fetch: Fetch, idempotency: IdempotencyStore, ends: number): Promise<string> {
  const baseUrl = "http://127.0.0.1:9";
  const wipsy = new Wipsy({
    apiKey: "test-key",
    baseUrl,
    fetch,
    idempotency,
    deadline: ends,
    timeout: ends / 2,
    maxRetries: 1,
  });
  try {
    const sent = await wipsy.messages.send(message, { idempotencyKey: "k" });
    return sent.replayed ? "replayed" : "sent";
  } catch (error) {
    if (isWipsyError(error, "IdempotencyError")) return error.reason;
    return isWipsyError(error) ? error.outcome : `not an error of the package: ${error}`;
  }
}

/** What a call may say, and how often its own requests were executed then. */
const truths: Readonly<Record<string, (executed: number) => boolean>> = {
  sent: (executed) => executed === 1,
  replayed: (executed) => executed === 0,
  "in-progress": (executed) => executed === 0,
  store: (executed) => executed === 0,
  "not-sent": (executed) => executed === 0,
  rejected: (executed) => executed === 0,
  unknown: (executed) => executed <= 1,
  killed: (executed) => executed <= 1,
};

const healthy: Process = { network: ["accepted"], store: [undefined], calls: 1, killedAfter: undefined };

type World = ReturnType<typeof world>;

/** @throws AssertionError if a call says something false, or the record does */
async function checkRound({ shared, executed, start }: World, together: readonly Process[]): Promise<void> {
  const calls = await Promise.all(together.flatMap((one) => start(one)));
  for (const call of calls) expect([call, truths[call.result]?.(call.executed)]).toEqual([call, true]);
  expect(executed.length).toBeLessThanOrEqual(1);
  const state = (await shared.get("k"))?.state;
  if (state === "accepted") expect(executed).toHaveLength(1);
  if (state === "not-sent" || state === "rejected") expect(executed).toHaveLength(0);
}

/** @throws AssertionError if a call that comes later, without any fault, sends again or says something false */
async function checkEnd({ executed, start }: World): Promise<void> {
  const [last] = await Promise.all(start(healthy, 60_000));
  expect(executed.length).toBeLessThanOrEqual(1);
  expect(["sent", "replayed", "unknown"]).toContain(last?.result);
  if (last?.result !== "unknown") expect(executed).toHaveLength(1);
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("any schedule executes a message at most once, and tells nobody anything false", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  vi.useFakeTimers({ toFake: ["Date"] });
  const pass = () => vi.setSystemTime(Date.now() + 2 * deadline);
  const run = async (batch: readonly Process[][][], isLater: readonly boolean[]) => {
    const worlds = batch.map((schedule) => ({ at: world(), schedule }));
    for (const [round, later] of isLater.entries()) {
      await Promise.all(worlds.map(({ at, schedule }) => checkRound(at, schedule[round] ?? [])));
      if (later) pass();
    }
    pass();
    await Promise.all(worlds.map(({ at }) => checkEnd(at)));
  };
  const property = fc.asyncProperty(batches, ({ batch, isLater }) => run(batch, isLater));
  await fc.assert(property, { seed, numRuns: propertyRuns(10_000 / perRun) });
});
