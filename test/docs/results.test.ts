import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { barsOf } from "../bench/bars.ts";
import { filesOf, keptResults } from "../bench/keep.ts";
import type { Results } from "../bench/measured.ts";
import { withParts } from "../bench/page.ts";
import { plotOf } from "../bench/plot.ts";
import { isVariant } from "../bench/report.ts";
import { root } from "./blocks.ts";

// What the documents say of speed is what the benchmark has measured.

const read = (name: string) => readFileSync(root + name, "utf8");
const kept = keptResults();

test.each(Object.entries(filesOf(kept)))("%s shows the figures of results.json", (name, text) => {
  expect(read(name)).toBe(text);
});

test("CHANGELOG counts the other ways to make a call that the benchmark compares", () => {
  const names = Object.keys(kept.timings.rows["GET, one at a time"] ?? {});
  const others = names.filter((name) => !isVariant(name) && name !== "wipsy-client");
  const word = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"][others.length - 10];
  expect(read("CHANGELOG.md").replaceAll(/\s+/g, " ")).toContain(`against ${word} other ways to make the same call`);
});

test("the benchmark's packages are those that its lock file holds, from no named host", () => {
  const { devDependencies } = JSON.parse(read("test/bench/package.json"));
  const lock = read("test/bench/package-lock.json");
  expect(JSON.parse(lock).packages[""].devDependencies).toEqual(devDependencies);
  expect(lock).not.toContain('"resolved"');
  for (const version of Object.values(devDependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

/** The kept results with this client's ratio in one row set to another. */
function withRatio(ratio: number): Results {
  const row = "POST, 16 at once";
  const figure = kept.timings.rows[row]?.["wipsy-client"];
  if (figure === undefined) throw new Error("there is no such figure");
  const changed = { ...figure, ratio: { median: ratio, low: ratio, high: ratio } };
  const rows = { ...kept.timings.rows, [row]: { ...kept.timings.rows[row], "wipsy-client": changed } };
  return { ...kept, timings: { ...kept.timings, rows } };
}

test("a goal is met up to its limit, and lists the rows in which another client is ahead", () => {
  const bar = (results: Results, wanted: RegExp) => barsOf(results).find((one) => wanted.test(one.wanted));
  const wanted = /^POST, 16 at once: at most bare fetch/;
  expect(bar(withRatio(0.5), wanted)).toEqual({
    wanted: "POST, 16 at once: at most bare fetch 0.50 ×",
    found: "0.50 ×",
    met: true,
  });
  expect(bar(withRatio(0.5001), wanted)?.met).toBe(false);
  expect(bar(withRatio(99), /ahead of ky/)).toMatchObject({
    found: expect.stringContaining("POST, 16 at once: 99.00 to "),
    met: false,
  });
  expect(() => barsOf({ ...kept, sizes: {} })).toThrow("wipsy-client");
});

test("the plot has a bar for each contender in each row, as long as its ratio", () => {
  const names = ["bare fetch", "wipsy-client"];
  const { timings } = withRatio(50);
  const svg = plotOf(timings, names);
  const widths = [...svg.matchAll(/<rect class="(\w+)" .*? width="([\d.]+)"/g)].map(([, kind, width]) => [kind, width]);
  const rows = Object.keys(timings.rows);
  expect(widths).toHaveLength(rows.length * names.length);
  const at = rows.indexOf("POST, 16 at once") * names.length;
  expect(widths.slice(at, at + 2)).toEqual([
    ["bar", "4.2"],
    ["own", "210.0"],
  ]);
  expect(() => plotOf(kept.timings, ["nobody"])).toThrow(RangeError);
});

test("rewrites only what is between a section's comments", () => {
  const part = (text: string) => `a\n<!-- x: written by npm run bench -->\n\n${text}\n\n<!-- x ends -->\nb\n`;
  const empty = part("").replace("\n\n\n\n", "\n\n");
  expect(withParts(empty, { x: "1 $& 2" })).toBe(part("1 $& 2"));
  expect(withParts(part("old"), { x: "new" })).toBe(part("new"));
  expect(() => withParts("a", { x: "1" })).toThrow("the comments");
});
