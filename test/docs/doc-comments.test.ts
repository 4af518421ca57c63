import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "./blocks.ts";

// What an editor shows of the package.

const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const entries = [
  ...["index", "feed/index", "raw/index", "campaign/index", "testing/index"],
  ...["stores/memory", "stores/sqlite", "stores/postgres", "stores/redis"],
  ...["queues/bullmq", "queues/pg-boss"],
].map((name) => `${root}src/${name}.ts`);
const program = ts.createProgram(entries, options);
const checker = program.getTypeChecker();

const isDescribed = (symbol: ts.Symbol) => symbol.getDocumentationComment(checker).length > 0;

/** What a reader of an interface or a class looks up; a constructor's parameters have their own place. */
function membersOf(symbol: ts.Symbol): ts.Symbol[] {
  return [...(symbol.members?.values() ?? [])].filter(({ flags, declarations = [] }) => {
    const isMember = (flags & (ts.SymbolFlags.Property | ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) !== 0;
    const isOverride = declarations.some((one) => (ts.getCombinedModifierFlags(one) & ts.ModifierFlags.Override) !== 0);
    return isMember && !isOverride;
  });
}

/** What an entry point exports, each where it is declared. */
function exportsOf(entry: string): ts.Symbol[] {
  const file = program.getSourceFile(entry);
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${entry} is no module`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}

test("everything that an entry point exports has a doc comment, and so has each member", () => {
  const exported = entries.flatMap(exportsOf);
  expect(exported.length).toBeGreaterThan(60);
  const all = exported.flatMap((symbol): [string, ts.Symbol][] => [
    [symbol.name, symbol],
    ...membersOf(symbol).map((member): [string, ts.Symbol] => [`${symbol.name}.${member.name}`, member]),
  ]);
  expect(all.filter(([, symbol]) => !isDescribed(symbol)).map(([path]) => path)).toEqual([]);
});
