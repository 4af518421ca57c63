import fc from "fast-check";
import { expect, test } from "vitest";
import { growthText } from "../bench/growth-text.ts";
import { interleaved, timeCalls } from "../bench/interleave.ts";
import { rowFrom } from "../bench/rows.ts";
import { groupOf, profileOf } from "../bench/self-time.ts";
import { quantile, ratiosTo, spreadOf } from "../bench/statistics.ts";
import { tableOf } from "../bench/table.ts";
import { unknownsIn } from "../bench/unknowns.ts";

// The benchmark's computations and tables. Its measurements are not tested, since tests do not time anything.

test.each([
  [[3], { median: 3, low: 3, high: 3 }],
  [[4, 1], { median: 2.5, low: 1.75, high: 3.25 }],
  [[5, 1, 4, 2, 3], { median: 3, low: 2, high: 4 }],
  [[10, 9, 100, 2], { median: 9.5, low: 7.25, high: 32.5 }],
])("computes the spread of %j", (figures, spread) => {
  expect(spreadOf(figures)).toEqual(spread);
});

test("a quantile has its share of the figures below it, in any order", () => {
  const figures = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
  const property = fc.property(figures, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
    const found = quantile(all, share);
    expect(quantile([...all].reverse(), share)).toBe(found);
    expect(all.filter((one) => one < found).length).toBeLessThanOrEqual(Math.ceil(share * (all.length - 1)));
    expect(all.filter((one) => one > found).length).toBeLessThanOrEqual(Math.ceil((1 - share) * (all.length - 1)));
  });
  fc.assert(property);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

test("computes ratios round by round", () => {
  expect(ratiosTo([2, 4], [3, 4])).toEqual([1.5, 1]);
  expect(() => ratiosTo([2], [3, 4])).toThrow(RangeError);
  expect(() => ratiosTo([0], [3])).toThrow(RangeError);
});

test("runs each contender equally often, in an order that depends only on the seed", async () => {
  const orders = async (seed: number) => {
    const order: string[] = [];
    const timed = ["a", "b", "c", "d"].map((name, index) => ({
      name,
      async run(calls: number) {
        order.push(name);
        // The second turn of a round takes longer.
        return calls * (index + 1) + (order.length > 4 ? 2 : 0);
      },
    }));
    const figures = await interleaved(timed, { rounds: 1, passes: 2, calls: 10, seed });
    return { figures, passes: [order.slice(0, 4), order.slice(4)] };
  };
  const { figures, passes } = await orders(1);
  expect(figures).toEqual({ a: [11], b: [21], c: [31], d: [41] });
  for (const pass of passes) expect([...pass].sort()).toEqual(["a", "b", "c", "d"]);
  expect(passes[0]).not.toEqual(passes[1]);
  expect(await orders(1)).toEqual({ figures, passes });
  expect((await orders(2)).passes).not.toEqual(passes);
});

test("makes the requested number of calls, never more at once than allowed", async () => {
  for (const lanes of [1, 3]) {
    const seen = { made: 0, open: 0, most: 0 };
    const call = async () => {
      seen.made += 1;
      seen.open += 1;
      seen.most = Math.max(seen.most, seen.open);
      await new Promise((resolve) => setImmediate(resolve));
      seen.open -= 1;
    };
    expect(await timeCalls(call, 10, lanes)).toBeGreaterThan(0);
    expect(seen).toEqual({ made: 10, open: 0, most: lanes });
  }
});

test("a table aligns figures to the right and escapes its cells", () => {
  expect(
    tableOf(
      ["", "ms", "note"],
      [
        ["a|b", "1.5 (1–2)", "x"],
        ["c", "", "2"],
      ],
    ),
  ).toBe("|  | ms | note |\n| --- | ---: | --- |\n| a\\|b | 1.5 (1–2) | x |\n| c |  | 2 |");
  expect(() => tableOf(["", "ms"], [["a"]])).toThrow(RangeError);
});

const counted = `stdout | test/faults/schedules.test.ts
over node: 200 schedules, 441 attempts, 90 resolved, 20 of 80 failed writes unknown
over fetch: 200 schedules, 441 attempts, 88 resolved, 1200 of 1600 failed writes unknown
`;

test("counts the unknown outcomes that the fault tests print, over both transports", () => {
  expect(unknownsIn(counted)).toEqual({
    node: { schedules: 200, failed: 80, unknown: 20 },
    fetch: { schedules: 200, failed: 1600, unknown: 1200 },
  });
  expect(() => unknownsIn(counted.replace("over fetch", ""))).toThrow("both transports");
});

test("the report shows time and heap by size, the cost of a key, and the share of unknown outcomes", () => {
  const row = rowFrom({ "bare fetch": [2, 2], "wipsy-client": [3, 3] }, "bare fetch");
  const text = growthText({
    atOnce: { "4 at once": row },
    bodies: { "1 kB": row },
    answers: { "5 MB": row },
    items: { "1,000 items": { row, heap: { "wipsy-client": 0.5 } } },
    keyed: { "one at a time": row },
    keys: {
      ...{ rounds: 7, lookUps: 1000, claims: 50 },
      stores: {
        memoryStore: { lookUp: row, claim: rowFrom({ "1,000 keys": [4, 4], "1,000,000 keys": [5, 5] }, "1,000 keys") },
      },
    },
    unknowns: unknownsIn(counted),
  });
  for (const head of ["4 at once", "1 kB", "5 MB", "one at a time"]) {
    expect(text).toContain(
      `|  | ${head} |\n| --- | ---: |\n| bare fetch | 2 (2–2), 1.00 × |\n| wipsy-client | 3 (3–3), 1.50 × |`,
    );
  }
  expect(text).toContain("| wipsy-client | 3.00, 1.50 × |");
  expect(text).toContain("Medians of 7 rounds of 1,000 look-ups or 50 claims");
  expect(text).toContain("|  | memoryStore |\n| --- | ---: |\n| 1,000 keys | 4 (4–4), 1.00 × |");
  expect(text).toContain("| 1,000,000 keys | 5 (5–5), 1.25 × |");
  expect(text).toContain("|  | 1,000 items |\n| --- | ---: |\n| wipsy-client | 0.50 |");
  expect(text).toContain("| node | 200 | 80 | 20 | 25.0 % |\n| fetch | 200 | 1,600 | 1,200 | 75.0 % |");
});

test.each([
  ["(idle)", "", "waiting"],
  ["(garbage collector)", "", "garbage collection"],
  ["run", "wipsy:../src/call/execute.ts:158", "wipsy-client"],
  ["coreFetch", "file:///x/node_modules/openapi-fetch/dist/index.mjs", "openapi-fetch"],
  ["fetch", "node:internal/deps/undici/undici", "fetch (undici in Node)"],
  ["now", "", "Node"],
  ["post", "file:///x/test/bench/.build/profile.js", "the benchmark"],
])("the time of %s in %s is %s", (name, at, group) => {
  expect(groupOf({ name, at, line: 1, micros: 1 })).toBe(group);
});

test("a profile adds up by group and function, and attributes the platform's time to its caller", () => {
  const loop = { name: "call", at: "file:///x/profile.js", line: 1, micros: 10 };
  const run = { name: "run", at: "wipsy:../src/call/execute.ts:158", line: 9, micros: 20, caller: loop };
  const core = {
    name: "coreFetch",
    at: "file:///x/node_modules/openapi-fetch/dist/index.mjs",
    line: 23,
    micros: 6,
    caller: run,
  };
  const timer = { name: "insert", at: "node:internal/timers", line: 366, micros: 4, caller: run };
  const inner = { name: "now", at: "", line: 0, micros: 8, caller: timer };
  const other = { name: "insert", at: "node:internal/timers", line: 366, micros: 2, caller: loop };
  expect(profileOf("x", "stub", [loop, run, core, timer, inner, other, { ...run, micros: 2 }], 2)).toEqual({
    name: "x",
    loop: "stub",
    groups: { "wipsy-client": 11, Node: 7, "the benchmark": 5, "openapi-fetch": 3 },
    functions: { "run src/call/execute.ts:158": 11, "coreFetch openapi-fetch/dist/index.mjs:23": 3 },
    asked: {
      "now for run src/call/execute.ts:158": 4,
      "insert node:internal/timers:366 for run src/call/execute.ts:158": 2,
    },
    later: { "call profile.js:1": 5, "insert node:internal/timers:366": 1 },
  });
});
