import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "./blocks.ts";

// What an editor shows of the package.

const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const program = ts.createProgram([`${root}src/index.ts`], options);
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

test("all that is exported has a doc comment, each member too", () => {
  const index = program.getSourceFile(`${root}src/index.ts`);
  const module = index && checker.getSymbolAtLocation(index);
  const exported = (module ? checker.getExportsOfModule(module) : []).map((symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
  );
  expect(exported.length).toBeGreaterThan(50);
  const all = exported.flatMap((symbol): [string, ts.Symbol][] => [
    [symbol.name, symbol],
    ...membersOf(symbol).map((member): [string, ts.Symbol] => [`${symbol.name}.${member.name}`, member]),
  ]);
  expect(all.filter(([, symbol]) => !isDescribed(symbol)).map(([path]) => path)).toEqual([]);
});
