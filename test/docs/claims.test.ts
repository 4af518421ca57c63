import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { rowsOf } from "../../scripts/generate/rows.ts";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import { root } from "./blocks.ts";

// What the documents claim, held against what is.

const read = (name: string) => readFileSync(root + name, "utf8");
const description = await bundledDescription();
const { rows } = rowsOf(description);

function countsOf(marks: readonly (string | undefined)[]): number[] {
  return ["documented", "partial", "inferred"].map(
    (mark) => marks.filter((one) => (one ?? "documented") === mark).length,
  );
}

test("README counts operations and schemas by their evidence", () => {
  const schemas = Object.values(description.components?.schemas ?? {}) as { "x-evidence"?: string }[];
  const operations = countsOf(rows.map((row) => row.operation.evidence));
  expect(read("README.md")).toContain(`| operations | ${operations.join(" | ")} |`);
  expect(read("README.md")).toContain(`| schemas | ${countsOf(schemas.map((one) => one["x-evidence"])).join(" | ")} |`);
});

test("API.md names every method, and nothing else", () => {
  const wipsy = new Wipsy();
  const agent = wipsy.agent({ session: { agent: {}, session: { token: "t", expires_at: "2030-01-01T00:00:00Z" } } });
  const methodsOf = (name: string, handle: object) =>
    Object.entries(handle)
      .filter(([, namespace]) => typeof namespace === "object")
      .flatMap(([namespace, methods]) => Object.keys(methods).map((method) => `${name}.${namespace}.${method}`));
  const listed = [...read("API.md").matchAll(/^\| `([\w.]+)\(/gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual([...methodsOf("wipsy", wipsy), ...methodsOf("agent", agent)].sort());
});

test.each(["README.md", "README.es.md", "CONTRIBUTING.md"])("every npm script that %s names exists", (name) => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = [...read(name).matchAll(/npm (?:run )?([a-z][\w:-]*)/g)].map((match) => match[1] ?? "");
  const builtIn = ["ci", "cit", "install", "pack"];
  expect(named.length).toBeGreaterThan(0);
  for (const script of named) if (!builtIn.includes(script)) expect(scripts).toHaveProperty([script]);
});

test("README names every option of a client and every error class", async () => {
  const text = read("README.md");
  const { WipsyError, ...exported } = await import("wipsy-client");
  const classes = Object.entries(exported).filter(([, one]) => Object.prototype.isPrototypeOf.call(WipsyError, one));
  expect(classes.length).toBeGreaterThan(8);
  for (const [name] of classes) expect(text).toContain(`\`${name}\``);
  const refusal = expect.objectContaining({ message: expect.any(String) });
  let message = "";
  try {
    new Wipsy({ unknown: true } as never);
  } catch (error) {
    expect(error).toEqual(refusal);
    message = (error as Error).message;
  }
  const options = message
    .replace(/.*valid options: /, "")
    .replace(/\.$/, "")
    .split(", ");
  expect(options.length).toBeGreaterThan(5);
  for (const option of options) expect(text).toContain(`\`${option}\``);
});
