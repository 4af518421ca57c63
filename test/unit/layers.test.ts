import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import ts from "typescript";
import { expect, test } from "vitest";
import { operations } from "../../generated/operations.ts";
import { root } from "../support/run.ts";

// Who may import whom: the list in CONTRIBUTING.md, held against the code.

const read = (file: string) => readFileSync(root + file, "utf8");

function filesIn(folder: string): string[] {
  return readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".ts"));
}

/** The list: the words of each line up to its explanation, which stands two spaces or more behind them. */
function listed(): string[] {
  const [, block = ""] = /```text\n(.*?)```/s.exec(read("CONTRIBUTING.md")) ?? [];
  const names = block.split("\n").flatMap((line) => line.trim().split(/ {2,}/)[0]?.split(" ") ?? []);
  return names.filter((name) => name !== "").map((name) => `src/${name}.ts`);
}

/** What a file imports: files as seen from the repository, packages by their name. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(read(file));
  return importedFiles.map(({ fileName }) => (fileName.startsWith(".") ? join(dirname(file), fileName) : fileName));
}

/** All nodes of a file. Comments are none. */
function nodesOf(file: string): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
  return nodes;
}

const layers = listed();
const sources = filesIn("src");
const generated = filesIn("generated");

test("the list names every file of src/ once", () => {
  expect(layers.toSorted()).toEqual(sources.toSorted());
});

test.each(sources)("%s imports only from above, and from generated/", (file) => {
  const above = layers.slice(0, layers.indexOf(file));
  expect(importsOf(file).filter((one) => !above.includes(one) && !generated.includes(one))).toEqual([]);
});

test.each(generated)("%s takes only types from src/", (file) => {
  const values = nodesOf(file)
    .filter((node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
    .filter((node) => !(ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly : node.isTypeOnly))
    .map((node) => node.moduleSpecifier?.getText() ?? "");
  expect(values.filter((one) => one.includes("src/"))).toEqual([]);
});

test("only generated/client.ts imports openapi-fetch", () => {
  expect([...sources, ...generated].filter((file) => importsOf(file).includes("openapi-fetch"))).toEqual([
    "generated/client.ts",
  ]);
});

test("only raw.ts uses the generated client", () => {
  const users = sources.filter((file) =>
    nodesOf(file).some((node) => ts.isIdentifier(node) && node.text === "createRawClient"),
  );
  expect(users.toSorted()).toEqual(["src/raw.ts"]);
});

test("nothing in src/ names a path of the API", () => {
  const paths = [...Object.values(operations.rows).map(({ path }) => path), "/api-"];
  const naming = sources.filter((file) =>
    nodesOf(file).some(
      (node) =>
        (ts.isLiteralExpression(node) || ts.isTemplateHead(node)) && paths.some((path) => node.text.includes(path)),
    ),
  );
  expect(naming).toEqual([]);
});
