import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { describe, expect, test } from "vitest";
import { root } from "../support/run.ts";
import { expected, missesOf, type Runtime } from "./expected.ts";
import { ways } from "./runtimes.ts";
import { serveMisbehaving } from "./server.ts";
import { smoke } from "./smoke.ts";
import { english, spanish, tableOf } from "./table.ts";
import { compilers, packageOf, pinned } from "./versions.ts";

// The checks of `npm run test:runtimes`, on the Node that runs the tests; and that they can fail.

const ownVersion = isBuiltin("node:sqlite") ? "Node 22" : "Node 20";
test.each([
  [ownVersion, undefined],
  [`${ownVersion} with fetch`, globalThis.fetch],
] as const)("this Node behaves as docs/runtimes.md says of %s", async (name, ownFetch) => {
  await using server = await serveMisbehaving();
  const found = await smoke(server.places, "here", ownFetch);
  const seen = { arrived: (behavior: string) => server.arrived(`${behavior}/here`), strays: server.strays() };
  expect(missesOf(expected[name], found, seen)).toEqual([]);
});

describe("names unexpected results", () => {
  const { results } = expected.workerd;
  const times = {
    good: 4,
    redirects: 1,
    nothing: 2,
    cuts: 1,
    closes: 1,
    resets: 1,
    "closes-reused": 4,
    "resets-reused": 4,
  };
  const arrivals = (more: Partial<typeof times> = {}) => {
    const all: Record<string, number> = { ...times, ...more };
    return { arrived: (behavior: string) => all[behavior] ?? 0, strays: 0 };
  };

  test.each<[string, string[], string[]]>([
    ["nothing", missesOf(expected.workerd, results, arrivals()), []],
    [
      "another outcome",
      missesOf(expected.workerd, { ...results, refused: "ConnectionError, not-sent" }, arrivals()),
      ['refused: expected "UnknownOutcomeError, unknown", got "ConnectionError, not-sent"'],
    ],
    [
      "a check that is not done",
      missesOf({ ...expected.workerd }, { ...results, send: undefined } as never, arrivals()),
      ['send: expected "accepted: true", got "undefined"'],
    ],
    [
      "a message that is sent twice",
      missesOf(expected.workerd, results, arrivals({ "closes-reused": 5, "resets-reused": 5 })),
      [
        "closes-reused: 4 requests were made, 5 arrived",
        "resets-reused: 4 requests were made, 5 arrived",
        "expected that it does not send again by itself",
      ],
    ],
    [
      "a runtime that no longer sends twice, as docs/runtimes.md says it does",
      missesOf(expected.Deno, expected.Deno.results, arrivals()),
      ["expected that it sends again by itself"],
    ],
    [
      "a redirect that was followed",
      missesOf(expected.workerd, results, { ...arrivals(), strays: 1 }),
      ["1 connections to where a redirect points"],
    ],
  ])("%s", (_, misses, lines) => {
    expect(misses).toEqual(lines);
  });
});

test("runs every runtime in docs/runtimes.md", () => {
  expect(Object.keys(ways)).toEqual(Object.keys(expected));
  const names = Object.keys(expected) as Runtime[];
  for (const name of Object.keys(pinned)) expect(names).toContain(name);
});

test("every version is exact", () => {
  for (const one of Object.values({ ...pinned, ...compilers })) {
    for (const name of Object.values(one.packages)) expect(name).toMatch(/^(@[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+$/);
    if (process.platform === "linux" && process.arch === "x64") expect(packageOf(one)).toBe(one.packages.x64);
  }
});

test.each([
  ["docs/runtimes.md", english],
  ["docs/es/errors.md", spanish],
] as const)("the table of %s matches the expectations", (file, words) => {
  expect(readFileSync(root + file, "utf8")).toContain(`\n\n${tableOf(words)}\n\n`);
});
