import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { handwritten } from "../../scripts/generate/handwritten.ts";
import { rowsOf } from "../../scripts/generate/rows.ts";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import { root } from "../support/run.ts";

// Which operations have nothing but their generated method: no method written by hand, and no test that names it. All of
// them are called as described in operations.test.ts, which follows the description by itself.

const { rows } = rowsOf(await bundledDescription());

function textsIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith("coverage.test.ts"))
    .map((name) => readFileSync(join(root, folder, name), "utf8"));
}

const tests = ["unit", "faults", "examples"].flatMap((kind) => textsIn(`test/${kind}`)).join("\n");
const facade = textsIn("src").join("\n");

/** Whether a text calls one of an operation's methods, or names the operation. */
function names(text: string, { operation }: (typeof rows)[number]): boolean {
  const { id, namespace, agent = false, verb, name = id, list } = operation;
  const methods = list ? ["list", "iterate", ...(list.id === undefined ? [] : ["get"])] : [verb ?? name];
  const handle = agent ? "(?:agent|on|acting)" : "(?:wipsy|client|on)";
  const called = methods.some((method) =>
    new RegExp(`\\b${handle}(?:\\(\\))?\\.${namespace}\\.${method}\\(`).test(text),
  );
  return called || new RegExp(`["'.]${id}\\b`).test(text);
}

function hasOnlyItsGenerated(row: (typeof rows)[number]): boolean {
  const isWritten = handwritten.some(({ operation }) => operation === row.operation.id);
  return !isWritten && !names(tests, row) && !names(facade, row);
}

test("which operations have only their generated method is said", () => {
  const only = rows.filter(hasOnlyItsGenerated).map(({ operation }) => operation.id);
  console.log(`only their generated method: ${only.join(", ") || "none"}`);
  expect(only).not.toContain("sendMessage");
  expect(only).not.toContain("createContact");
});

test("an operation that nobody has heard of has only its generated method", () => {
  const [row] = rows;
  if (row === undefined) throw new Error("no operation");
  const operation = { ...row.operation, id: "frobnicateThing", namespace: "things" };
  expect(hasOnlyItsGenerated({ ...row, operation })).toBe(true);
});
