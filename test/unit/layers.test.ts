import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { operations } from "../../generated/operations.ts";
import { root } from "../support/run.ts";

// Checks imports against the two lists of folders in CONTRIBUTING.md.

const read = (file: string) => readFileSync(root + file, "utf8");

function filesIn(folder: string): string[] {
  return readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".ts"));
}

/** The lists, one per block: the first word of each line. */
function listed(): string[][] {
  const blocks = [...read("CONTRIBUTING.md").matchAll(/```text\n(.*?)```/gs)];
  return blocks.map(([, block = ""]) => block.split("\n").flatMap((line) => line.trim().split(" ")[0] || []));
}

/** The imports of a file: files by their path in the repository, packages by name. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(read(file));
  return importedFiles.map(({ fileName }) => (fileName.startsWith(".") ? join(dirname(file), fileName) : fileName));
}

/** The folder of src/ or scripts/ that a file is in, or the file itself. */
const folderOf = (file: string) => file.split("/")[1] ?? "";

/** Files that a file imports, directly or indirectly. Types count. */
function reachedFrom(file: string, within: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const left = importsOf(file);
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (reached.has(one) || !within.includes(one)) continue;
    reached.add(one);
    left.push(...importsOf(one));
  }
  return reached;
}

/** All nodes of a file, without comments. */
function nodesOf(file: string): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
  return nodes;
}

const [srcFolders = [], scriptsFolders = []] = listed();
const sources = filesIn("src");
const scripts = filesIn("scripts");
const generated = filesIn("generated");

/** Packages that are built into the command. */
const inCommand = ["commander", "csv-parse", "csv-parse/sync", "csv-stringify/sync"];

describe.each([
  // Biome allows Node's own modules in src/cli and src/mcp alone, elsewhere only their types.
  {
    top: "src",
    folders: srcFolders,
    files: sources,
    isFree: (one: string, file: string) =>
      generated.includes(one) ||
      one.startsWith("node:") ||
      (file.startsWith("src/mcp/") && one.startsWith("@modelcontextprotocol/server")) ||
      (file.startsWith("src/cli/") && (inCommand.includes(one) || /^src\/cli\/texts\/\w+\.json$/.test(one))),
  },
  // Also packages and the rest of the repository.
  { top: "scripts", folders: scriptsFolders, files: scripts, isFree: (one: string) => !one.startsWith("scripts/") },
])("$top/", ({ folders, files, isFree }) => {
  test("the list names every folder once", () => {
    expect(folders.toSorted()).toEqual([...new Set(files.map(folderOf))].toSorted());
  });

  test.each(folders)("%s imports only from its own folder and folders above it", (folder) => {
    const above = folders.slice(0, folders.indexOf(folder) + 1);
    const wrong = files
      .filter((file) => folderOf(file) === folder)
      .flatMap((file) => importsOf(file).map((one) => ({ file, one })))
      .filter(({ one, file }) => !isFree(one, file) && !(files.includes(one) && above.includes(folderOf(one))));
    expect(wrong).toEqual([]);
  });

  test("no file imports itself by way of others, not even for types", () => {
    expect(files.filter((file) => reachedFrom(file, files).has(file))).toEqual([]);
  });
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

test("only mcp/ imports the SDK of MCP, and the texts for its tools", () => {
  const users = sources.filter((file) =>
    importsOf(file).some((one) => one.startsWith("@modelcontextprotocol/") || one === "generated/tools.ts"),
  );
  expect([...new Set(users.map(folderOf))]).toEqual(["mcp"]);
});

test("only raw/ uses the generated client", () => {
  const users = sources.filter((file) =>
    nodesOf(file).some((node) => ts.isIdentifier(node) && node.text === "createRawClient"),
  );
  expect(users.toSorted()).toEqual(["src/raw/index.ts"]);
});

test("src/ contains no path of the API", () => {
  const paths = [...Object.values(operations.rows).map(({ path }) => path), "/api-"];
  const naming = sources.filter((file) =>
    nodesOf(file).some(
      (node) =>
        (ts.isLiteralExpression(node) || ts.isTemplateHead(node)) && paths.some((path) => node.text.includes(path)),
    ),
  );
  expect(naming).toEqual([]);
});
