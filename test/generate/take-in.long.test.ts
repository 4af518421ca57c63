import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import type { JsonReport } from "../../scripts/report/json.ts";
import { serve } from "../support/server.ts";
import { fixtures, repository } from "./repository.ts";

// Takes in three versions of a description in turn with `npm run generate -- <file or URL>`. Each test continues from
// the previous one.

const copy = await repository();
afterAll(() => copy[Symbol.asyncDispose]());

const fixture = (name: string) => readFile(join(fixtures, name), "utf8");
const file = (name: string) => readFile(join(copy.path, name), "utf8");
let withVersion1 = new Map<string, string>();

test("a YAML file replaces the bundled one byte for byte, and everything generated from it", async () => {
  const { code, out } = await copy.spawnGenerate(join(fixtures, "v1.yaml"));
  expect(out).toMatch(/^\d+ changes: \d+ breaking, .*\n.*these types: major\.\n/);
  expect(out).toContain("\nwipsy.messages.send (sendMessage)\n  breaking    operation was removed\n");
  expect(out).toContain("(`getOrders`) was added: GET /api-get-orders.");
  expect(out).toMatch(
    /\nWrote openapi\/wipsy\.yaml, generated\/schema\.ts, .*, API\.md\. Deleted openapi\/inferred\.yaml; .*\n$/,
  );
  expect(code).toBe(3);

  // All operations behind handwritten methods are gone: the package does not depend on them.
  expect(out).toMatch(/ ..\/?.*examples\/agent-reply\.ts:\d+:\d+ /);
  expect(out).not.toMatch(/copy\/(src|generated)\//);

  // They stay broken and need no further check.
  await rm(join(copy.path, "examples"), { recursive: true });
  withVersion1 = await copy.contents();
  expect(withVersion1.get("openapi/wipsy.yaml")).toBe(await fixture("v1.yaml"));
  expect([...withVersion1.keys()].filter((name) => name.startsWith("openapi/"))).toEqual(["openapi/wipsy.yaml"]);
  expect(withVersion1.get("generated/operations.ts")).toContain('path: "/api-get-orders"');
  expect(withVersion1.get("generated/resources.ts")).toContain("export interface Order ");
  expect(withVersion1.get("generated/schema.ts")).toContain('"/api-create-order"');
  expect(withVersion1.get("API.md")).toContain("`wipsy.orders.create(body)`");
  expect(withVersion1.get("API.md")).not.toContain("sendMessage");
  expect(await copy.generate("--check")).toMatchObject({ code: 0 });
  expect(await copy.contents()).toEqual(withVersion1);
});

/** The JSON report of the change between two fixtures, and the proposed changelog entry. */
async function expectReport(out: string, name: string): Promise<void> {
  const { places, ...report } = JSON.parse(out) as JsonReport;
  const { places: _, ...expected } = JSON.parse(await fixture(`${name}.json`)) as JsonReport;
  expect(report).toEqual(expected);
  expect(report.changelog).toBe(await fixture(`${name}.changelog.md`));
  expect(places).toEqual([]);
}

test("a JSON file from a URL becomes YAML; nothing breaks", async () => {
  const description = parse(await fixture("v2.yaml")) as unknown;
  await using server = await serve(() => ({ body: description }));
  const { code, out } = await copy.generate(`${server.url}/openapi.json`, "--json");
  await expectReport(out, "v1-v2");
  expect(code).toBe(0);
  expect(parse(await file("openapi/wipsy.yaml"))).toEqual(description);
});

test("a YAML file from a URL; something breaks", async () => {
  const text = await fixture("v3.yaml");
  await using server = await serve(() => ({ body: text, headers: { "content-type": "application/yaml" } }));
  const { code, out } = await copy.generate(server.url, "--json");
  await expectReport(out, "v2-v3");
  expect(code).toBe(3);
  expect(await file("openapi/wipsy.yaml")).toBe(text);
});

test("the same description again changes nothing, also as JSON", async () => {
  const before = await copy.contents();
  const path = join(copy.path, "../v3.json");
  await writeFile(path, JSON.stringify(parse(await fixture("v3.yaml"))));
  const { code, out } = await copy.generate(path);
  expect(out).toMatch(/^Nothing changed\.\n\n.*unaffected.*\n\nWrote openapi\/wipsy\.yaml, /);
  expect(code).toBe(0);
  const after = await copy.contents();
  expect(parse(after.get("openapi/wipsy.yaml") ?? "")).toEqual(parse(before.get("openapi/wipsy.yaml") ?? ""));
  expect([...after].filter(([name]) => !name.startsWith("openapi/"))).toEqual(
    [...before].filter(([name]) => !name.startsWith("openapi/")),
  );
});

test("the old description restores every file", async () => {
  const { code, out } = await copy.generate(join(fixtures, "v1.yaml"));
  expect(out).toContain("\nFor CHANGELOG.md:\n\n### ");
  expect(code).toBe(3);
  expect(await copy.contents()).toEqual(withVersion1);
});
