import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { driftOf } from "../../scripts/drift/drift.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import type { Place } from "../../scripts/project/places.ts";
import { changelogEntry, withPlaces } from "../../scripts/report/changelog.ts";
import { type JsonReport, reportJson } from "../../scripts/report/json.ts";
import { type Details, reportText } from "../../scripts/report/text.ts";

// Three versions of one description, each compared with the previous one. The expected reports are beside them.

const folder = new URL("fixtures/", import.meta.url);

async function fixture(name: string): Promise<Description> {
  return parse(await readFile(new URL(`${name}.yaml`, folder), "utf8"));
}

/** Absolute, as vitest wants it. */
function expected(name: string): string {
  return new URL(name, folder).pathname;
}

const place: Place = {
  file: "src/send.ts",
  line: 3,
  column: 7,
  reason: "Type 'number' is not assignable to type 'string'.",
  code: 2322,
  operations: ["createOrder", "getOrders"],
};
const other: Place = { ...place, file: "src/other.ts", operations: [] };
const nothing: Details = { places: undefined, leftOut: [], notes: [] };

test.each([
  ["v1", "v2", "minor", []],
  ["v2", "v3", "major", [place, other]],
  ["v3", "v3", "none", []],
] as const)("from %s to %s it is %s", async (before, after, bump, places) => {
  const drift = await driftOf(await fixture(before), await fixture(after));
  expect(drift.bump).toBe(bump);
  const name = `${before}-${after}`;
  await expect(reportText(drift, { ...nothing, places })).toMatchFileSnapshot(expected(`${name}.txt`));
  await expect(reportJson(drift, { ...nothing, places })).toMatchFileSnapshot(expected(`${name}.json`));
  await expect(changelogEntry(drift)).toMatchFileSnapshot(expected(`${name}.changelog.md`));
});

test("code that no longer compiles makes any change breaking", async () => {
  const found = await driftOf(await fixture("v1"), await fixture("v2"));
  const details = { ...nothing, places: [other] };
  const { bump, counts, changelog, changes } = JSON.parse(reportJson(found, details)) as JsonReport;
  expect([found.bump, bump, counts.breaking, changes.length]).toEqual(["minor", "major", 1, found.changes.length + 1]);
  const line = "- **Breaking.** Code that compiled with the old types no longer compiles.";
  expect(changelog).toContain(`### Changed\n\n${line}\n`);
  expect(changelogEntry(withPlaces(found, [other]))).toBe(changelog);
  expect(changelogEntry(withPlaces(found, []))).not.toContain(line);
  expect(reportText(found, details)).toMatch(/^16 changes: 1 breaking, .*\n.*: major\.\n/);

  // If something is known to break, nothing needs to be added.
  const known = await driftOf(await fixture("v2"), await fixture("v3"));
  expect(withPlaces(known, [other])).toBe(known);
  const same = await driftOf(await fixture("v3"), await fixture("v3"));
  expect(reportText(same, details)).toMatch(/^1 change: 1 breaking, .*\n.*: major\.\n/);
});

test("colors change nothing else", async () => {
  const drift = await driftOf(await fixture("v2"), await fixture("v3"));
  const details = {
    places: [place, other],
    leftOut: [{ about: "HEAD /orders", why: "HEAD is not supported" }],
    notes: [{ about: "servers", why: "the first of 2 is taken" }],
  };
  const colored = reportText(drift, details, true);
  const esc = String.fromCharCode(27);
  expect(colored).toContain(`${esc}[31mbreaking`);
  expect(colored.replaceAll(new RegExp(`${esc}\\[\\d+m`, "g"), "")).toBe(reportText(drift, details));
});
