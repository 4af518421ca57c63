import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../support/run.ts";

// Constructions that read as if translated. Each has a positive sentence: "is none" → "is not a …", "is no list" → "is not
// a list".

const banned = [/\b(?:is|are) none\b/i, /(?<!\bthere )\b(?:is|are) no (?!longer\b|more than\b)[a-z]/i];

const isBanned = (text: string) => banned.some((pattern) => pattern.test(text.replace(/\s+(?:\*|\/\/)?\s*/g, " ")));

const filesIn = (folder: string, ending: string) =>
  readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(ending) && !name.includes("node_modules"));

const read = (file: string) => readFileSync(root + file, "utf8");

/** Sentences and code lines are short enough to say where it is. */
const sentencesOf = (file: string) => read(file).split(/(?<=[.:;?!])\s|\n\s*\n/);

/** The names of tests: first arguments of `test` and `describe`, and first items of the rows of `each`. */
function namesIn(file: string): string[] {
  const names: string[] = [];
  const add = (node: ts.Node | undefined) => {
    if (node && (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))) names.push(node.getText());
  };
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node) && /^(?:test|it|describe)\b/.test(node.expression.getText())) {
      const [first] = node.arguments;
      add(first);
      const rows = first && ts.isArrayLiteralExpression(first) ? first.elements : [];
      for (const row of rows) add(ts.isArrayLiteralExpression(row) ? row.elements[0] : row);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
  return names;
}

const pages = readdirSync(root).filter((name) => name.endsWith(".md") && name !== "API.md");
const prose = [...filesIn("src", ".ts"), ...filesIn("examples", ".ts"), ...filesIn("docs", ".md"), ...pages];

test("source, examples and pages avoid banned constructions", () => {
  expect(prose.length).toBeGreaterThan(50);
  const found = prose.flatMap((file) =>
    sentencesOf(file)
      .filter(isBanned)
      .map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});

test("test names avoid banned constructions", () => {
  const names = filesIn("test", ".test.ts")
    .filter((file) => !file.endsWith("wording.test.ts"))
    .flatMap((file) => namesIn(file).map((name) => `${file}: ${name}`));
  expect(names.length).toBeGreaterThan(500);
  expect(names.filter(isBanned)).toEqual([]);
});

test.each([
  ["the list is none", true],
  ["there are none", true],
  ["a cursor that is no text", true],
  ["text that\n * is no JSON", true],
  ["there is no key", false],
  ["the key is no longer valid", false],
  ["the value is not a list", false],
])("%j is banned: %s", (text, expected) => expect(isBanned(text)).toBe(expected));
