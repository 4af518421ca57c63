import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, inject, test } from "vitest";
import { root } from "../support/run.ts";

// What an editor shows for the types of the packed package.

const { directory, files } = inject("packed");

function serviceOf(names: readonly string[]): ts.LanguageService {
  return ts.createLanguageService({
    getCompilationSettings: () => ({ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, noLib: true }),
    getScriptFileNames: () => [...names],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const text = ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: () => "",
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
  });
}

/**
 * The hover text of each property in some interfaces of a file, by the property's path. Omits properties without one.
 */
function hoversOf(file: string, interfaces: readonly string[]): Record<string, string> {
  const service = serviceOf([file]);
  const source = service.getProgram()?.getSourceFile(file);
  if (!source) throw new Error(`${file} cannot be read`);
  const found: Record<string, string> = {};
  const note = (path: string, name: ts.Node): void => {
    // At the first character, the language service would find a comment that ends right before it.
    const info = service.getQuickInfoAtPosition(file, name.getStart(source) + 1);
    const words = [info?.documentation, ...(info?.tags ?? []).map(({ text }) => text)];
    const text = words.map((parts) => ts.displayPartsToString(parts)).filter(Boolean);
    if (text.length > 0) found[path] = text.join("\n");
  };
  const walk = (node: ts.Node, path: string): void => {
    let here = path;
    if (ts.isPropertySignature(node)) {
      here += `.${node.name.getText(source)}`;
      note(here, node.name);
    }
    ts.forEachChild(node, (child) => walk(child, here));
  };
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) && interfaces.includes(statement.name.text))
      for (const member of statement.members) walk(member, statement.name.text);
  }
  return found;
}

const ofSchema = ["paths", "components", "operations"];

/** The packed declarations with an interface, for each module format. */
const holding = (name: string) =>
  files
    .filter((file) => /\.d\.c?ts$/.test(file))
    .map((file) => join(directory, "node_modules/wipsy-client", file))
    .filter((file) => readFileSync(file, "utf8").includes(`interface ${name} {`));

test("editors show every description in the types", () => {
  const described = hoversOf(join(root, "generated/schema.ts"), ofSchema);
  expect(Object.keys(described).length).toBeGreaterThan(300);
  const packed = holding("components");
  expect(packed).toHaveLength(2);
  for (const file of packed) expect(hoversOf(file, ofSchema)).toEqual(described);
});
