import { describe, expect, test } from "vitest";
import { type Effect, type Outcome, UnknownOutcomeError, WipsyError } from "wipsy-client";
import { pairwise } from "../support/pairwise.ts";
import {
  emptied,
  failing,
  limited,
  longWaits,
  notReady,
  redirecting,
  refusing,
  seeingOther,
  succeeding,
  waits,
} from "./catalog.ts";
import { runSchedule, type Schedule } from "./driver.ts";
import { type Fault, type FaultName, oddFetches, titleOf } from "./faults.ts";
import { errorNameOf, meaningOf } from "./model.ts";
import { serverWithShortWaits } from "./short-waits.ts";
import { transport } from "./transport.ts";

const server = await serverWithShortWaits();

const effects = ["read", "idempotent", "write"] as const;
const named = (...names: FaultName[]): Fault[] => names.map((name) => ({ name }));
const onNode = (...names: FaultName[]) => (transport === "node" ? named(...names) : []);
const onFetch = (...names: FaultName[]) => (transport === "fetch" ? named(...names) : []);
const [short] = waits;
if (!short) throw new Error("there is no short wait");

/** A row of the specified table. It is compared with the model, so that neither can be wrong alone. */
interface Row {
  readonly failure: string;
  readonly faults: readonly Fault[];
  readonly retried: readonly Effect[];
  readonly outcome: Outcome;
}

const rows: readonly Row[] = [
  {
    failure: "provably not sent",
    faults: [
      ...named("refuses", "EAI_AGAIN", "connect time-out", "reset while connecting", "no route"),
      ...onNode("no TLS"),
    ],
    retried: effects,
    outcome: "not-sent",
  },
  {
    failure: "no such host, a wrong certificate",
    faults: named("ENOTFOUND", "self-signed", "expired", "wrong host"),
    retried: [],
    outcome: "not-sent",
  },
  { failure: "a redirect", faults: redirecting, retried: [], outcome: "rejected" },
  { failure: "a redirect behind what may have been done", faults: seeingOther, retried: [], outcome: "unknown" },
  {
    failure: "the connection is lost, the answer cut off",
    faults: [
      ...named("reads and closes", "reads and resets", "half a header", "half a body", "too long"),
      ...named("garbage", "broken chunks", "broken gzip", "accepts and closes"),
      ...onFetch("continue", "untold", "no TLS", ...oddFetches),
    ],
    retried: ["read", "idempotent"],
    outcome: "unknown",
  },
  {
    failure: "the attempt's time is over",
    faults: named("nothing", "half a header and hangs", "half a body and hangs"),
    retried: ["read", "idempotent"],
    outcome: "unknown",
  },
  {
    failure: "429 with Retry-After",
    faults: waits.map((wait) => ({ name: "status", status: 429, wait })),
    retried: effects,
    outcome: "rejected",
  },
  { failure: "429 without", faults: limited, retried: ["read", "idempotent"], outcome: "rejected" },
  {
    failure: "503 that did not boot",
    faults: notReady(short),
    retried: effects,
    outcome: "rejected",
  },
  { failure: "408, 500 and the like", faults: failing, retried: ["read", "idempotent"], outcome: "unknown" },
  {
    failure: "a success status that cannot be decoded",
    faults: [...emptied, ...named("HTML", "broken JSON", "too short")],
    retried: ["read", "idempotent"],
    outcome: "unknown",
  },
  { failure: "an answer that is too large", faults: named("gzip bomb"), retried: [], outcome: "unknown" },
  {
    failure: "other 4xx, 501, 505, success: false",
    faults: [...refusing, { name: "answers early" }],
    retried: [],
    outcome: "rejected",
  },
];

let made = 0;
const scheduleOf = (effect: Effect, faults: readonly Fault[], more: Partial<Schedule> = {}): Schedule => {
  made += 1;
  const call = `status-${made}`;
  // Short enough for hanging faults, and long enough that no other is ever cut short.
  const timeout = faults.some((fault) => meaningOf(fault) === "timed out") ? 2500 : 120_000;
  return { call, effect, faults, maxRetries: 2, timeout, deadline: 200_000, ...more };
};

/** The class of an error; for an UnknownOutcomeError also that of its cause. */
function kindsOf(error: unknown): string[] {
  if (!(error instanceof WipsyError)) return [`no WipsyError: ${String(error)}`];
  return error instanceof UnknownOutcomeError ? [error.name, error.cause.name] : [error.name];
}

const met = rows.flatMap(({ faults, ...row }) => faults.map((fault) => ({ ...row, fault })));

/** Every fault is combined with every effect, and each of them with both lengths. */
const casesOf = (wanted: "for ever" | "once") =>
  pairwise(met, effects, ["for ever", "once"])
    .filter(([, , length]) => length === wanted)
    .map(([{ failure, fault, retried, outcome }, effect]) => ({
      title: `${failure}: ${effect}: ${titleOf(fault)}, ${wanted}`,
      fault,
      effect,
      outcome,
      isRetried: retried.includes(effect),
    }));

test.concurrent.each(casesOf("for ever"))("$title", async ({ fault, effect, outcome, isRetried }) => {
  const acting = outcome === "unknown" ? { ...fault, acts: true } : fault;
  const schedule = scheduleOf(effect, [acting, acting, acting, acting]);
  const { attempts, error } = await runSchedule(server, schedule);
  expect(attempts).toHaveLength(isRetried ? 3 : 1);
  const kind = errorNameOf(meaningOf(fault), fault);
  const isWrapped = effect === "write" && outcome === "unknown";
  expect(kindsOf(error)).toEqual(isWrapped ? ["UnknownOutcomeError", kind] : [kind]);
  expect(error).toMatchObject({ outcome, attempts: attempts.length });
  if (isWrapped) expect((error as UnknownOutcomeError).cause).toMatchObject({ outcome, attempts: attempts.length });
  const { executed } = server.countOf(schedule.call);
  if (effect === "write") expect(executed).toBeLessThanOrEqual(1);
  if (outcome !== "unknown") expect(executed).toBe(0);
});

test.concurrent.each(casesOf("once"))("$title", async ({ fault, effect, outcome, isRetried }) => {
  const { attempts, resolved, error } = await runSchedule(server, scheduleOf(effect, [fault]));
  expect(attempts).toHaveLength(isRetried ? 2 : 1);
  if (isRetried) expect([resolved, error]).toEqual([2, undefined]);
  else expect(error).toMatchObject({ outcome, attempts: 1 });
});

describe("an odd but valid answer", () => {
  const odd = [
    ...succeeding,
    ...named("good", "slowly", "twice", "early hints", "processing", "9 MB", "wrong content type", "no length"),
    ...onNode("continue"),
  ];
  const cases = odd.flatMap((fault) =>
    effects.map((effect) => ({ fault, effect, title: `${effect}: ${titleOf(fault)}` })),
  );

  test.concurrent.each(cases)("$title", async ({ fault, effect }) => {
    const schedule = scheduleOf(effect, [fault]);
    expect(await runSchedule(server, schedule)).toMatchObject({ resolved: 1 });
    expect(server.countOf(schedule.call)).toEqual({ received: 1, executed: 1 });
  });
});

describe("a wait that exceeds the deadline", () => {
  const statuses = [429, 503];
  const cases = longWaits.flatMap((wait) =>
    statuses.flatMap((status) =>
      effects.map((effect) => ({ fault: { name: "status", status, wait, code: "BOOT_ERROR" } as const, effect })),
    ),
  );

  test.concurrent.each(cases)(
    "$effect: $fault.status with $fault.wait.value fails at once",
    async ({ fault, effect }) => {
      const { attempts, error, ended } = await runSchedule(server, scheduleOf(effect, [fault], { deadline: 80_000 }));
      expect(attempts).toHaveLength(1);
      expect(error).toMatchObject({ outcome: "rejected", retryAfterMs: fault.wait.ms, attempts: 1 });
      // Before the deadline, at any load: it did not wait.
      expect(ended).toBeLessThan(60_000);
    },
  );
});

test("waits when the wait fits into the deadline", async () => {
  const wait = { header: "retry-after", value: "1", ms: 1000 } as const;
  const { attempts } = await runSchedule(server, scheduleOf("write", [{ name: "status", status: 429, wait }]));
  const [first, second] = attempts;
  expect((second?.began ?? 0) - (first?.began ?? 0)).toBeGreaterThanOrEqual(999);
});

test("sends nothing to the target of a redirect", () => expect(server.strays()).toBe(0));
