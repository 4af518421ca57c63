import fc from "fast-check";
import { expect, test } from "vitest";
import { type Fetch, Wipsy } from "wipsy-client";
import { type CampaignResult, sendMany } from "wipsy-client/campaign";
import { faultyStore, type StoreFault } from "../support/faulty-store.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";
import { phone } from "./world.ts";

// Random lists, network faults, store faults and ends, over several runs. Whatever happens: nobody gets two messages, every
// result is true, and a run that is complete has reported every row once.

const seed = propertySeed();

const networks = ["accepted", "rejected", "busy", "refused", "lost before", "lost after"] as const;
type Network = (typeof networks)[number];
const storeFaults: readonly (StoreFault | undefined)[] = [
  ...Array(8).fill(undefined),
  "rejects before",
  "rejects after",
];

interface Run {
  readonly concurrency: number;
  readonly network: readonly Network[];
  readonly store: readonly (StoreFault | undefined)[];
  /** Whether the source can be read twice. */
  readonly isRepeatable: boolean;
  /** After how many results the loop breaks. */
  readonly breakAfter: number;
  /** Who opts out, after how many results. */
  readonly optOut: readonly [person: number, after: number];
}

const runs: fc.Arbitrary<Run> = fc.record({
  concurrency: fc.integer({ min: 1, max: 4 }),
  network: fc.array(fc.constantFrom(...networks), { minLength: 1, maxLength: 5 }),
  store: fc.array(fc.constantFrom(...storeFaults), { minLength: 1, maxLength: 12 }),
  isRepeatable: fc.boolean(),
  breakAfter: fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 8 })),
  optOut: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 8 })),
});

/** Each number is a person. 5 has no valid address. */
const schedules = fc.record({
  list: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 9 }),
  runs: fc.array(runs, { minLength: 1, maxLength: 3 }),
});

const refused = Object.assign(new TypeError("fetch failed"), {
  cause: Object.assign(new Error("no"), { code: "ECONNREFUSED", syscall: "connect" }),
});

const answers: Readonly<Record<Network, (execute: () => void) => Promise<Response>>> = {
  async accepted(execute) {
    execute();
    return Response.json({ success: true, messageId: "m-1" });
  },
  rejected: async () => Response.json({ error: "no" }, { status: 400 }),
  busy: async () => Response.json({ error: "no" }, { status: 429, headers: { "retry-after-ms": "5" } }),
  refused: () => Promise.reject(refused),
  "lost before": () => Promise.reject(new TypeError("fetch failed")),
  async "lost after"(execute) {
    execute();
    throw new TypeError("fetch failed");
  },
};

const healthy: Run = {
  ...{ concurrency: 2, network: ["accepted"], store: [undefined], isRepeatable: true },
  ...{ breakAfter: 100, optOut: [9, 0] },
};

function world(list: readonly number[]) {
  const store = faultyStore();
  /** How often each person got a message. */
  const got = Array<number>(10).fill(0);
  const rows = list.map((person) => ({ to: person === 5 ? "300" : phone(person) }));

  async function start({ concurrency, network, store: faults, isRepeatable, breakAfter, optOut }: Run, deadline = 60) {
    const before = [...got];
    let [requests, accesses] = [0, 0];
    const isWithFaults = faults.some(Boolean);
    store.faultOf = () => faults[accesses++ % faults.length];
    const fetch: Fetch = async (_, init) => {
      const { to }: { to: string } = JSON.parse(String(init?.body));
      const execute = () => {
        const person = rows.findIndex((row) => row.to === to);
        got[list[person] ?? 9] = (got[list[person] ?? 9] ?? 0) + 1;
      };
      // Most of the answers that ask to wait end some time.
      const kind = requests < 40 ? (network[requests % network.length] ?? "accepted") : "accepted";
      requests += 1;
      return answers[kind](execute);
    };
    const wipsy = new Wipsy({ apiKey: "test-key", fetch, idempotency: store, deadline, maxRetries: 0 });
    const exclude = new Set<string>();
    const source = isRepeatable ? rows : rows.values();
    const campaign = sendMany(wipsy, source, { name: "n", message: "Hola", concurrency, exclude });
    const [person, after] = optOut;
    const results: CampaignResult[] = [];
    const add = () => results.length === after && exclude.add(phone(person));
    add();
    try {
      for await (const result of campaign) {
        results.push(result);
        add();
        if (results.length === breakAfter) break;
      }
    } catch (error) {
      // The store failed at the start.
      expect([error, isWithFaults]).toMatchObject([{ name: "IdempotencyError", reason: "store" }, true]);
      expect(results).toEqual([]);
    }
    check(results, before);
    const { report } = campaign;
    expect(report.rows).toBeGreaterThanOrEqual(results.length);
    expect(Object.values(report.states).reduce((sum, one) => sum + one, 0)).toBe(report.rows);
    if (report.isComplete && results.length < breakAfter)
      expect(results.map(({ row }) => row).toSorted((a, b) => a - b)).toEqual(list.map((_, index) => index + 1));
    return { results, report };
  }

  /** @throws AssertionError if somebody got two messages, or a result is not true */
  function check(results: readonly CampaignResult[], before: readonly number[]): void {
    expect(Math.max(...got)).toBeLessThanOrEqual(1);
    for (const { row, state } of results) {
      const person = list[row - 1] ?? 9;
      const [earlier = 0, now = 0] = [before[person], got[person]];
      // Another row may have sent the message, also one whose result was not read before the loop broke.
      const isTwice = list.filter((one) => one === person).length > 1;
      const truths: Readonly<Record<string, boolean>> = {
        accepted: earlier === 0 && now === 1,
        replayed: earlier === 1,
        duplicate: isTwice,
        rejected: now === 0,
        "not-sent": now === earlier || isTwice,
        unknown: true,
        invalid: person === 5,
        excluded: person !== 5,
      };
      expect([state, person, earlier, now, truths[state]]).toEqual([state, person, earlier, now, true]);
    }
  }
  return { start, got };
}

test("any schedule sends at most one message to each person, and every result is true", async () => {
  const property = fc.asyncProperty(schedules, async ({ list, runs: planned }) => {
    const { start, got } = world(list);
    for (const one of planned) await start(one);
    const { results, report } = await start(healthy, 60_000);
    expect(report.isComplete).toBe(true);
    for (const { row, state } of results) {
      const person = list[row - 1] ?? 9;
      expect(["accepted", "replayed", "duplicate", "unknown", "invalid"]).toContain(state);
      if (state === "accepted" || state === "replayed") expect(got[person]).toBe(1);
    }
  });
  await fc.assert(property, { seed, numRuns: propertyRuns(600) });
});
