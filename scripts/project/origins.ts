import type TypeScript from "typescript";
import { ts } from "../compiler.ts";

// Where in the generated files the words of a statement come from. It is asked of the program of before, which still
// knows the fields and methods that are gone.

/** What of a description a piece of code has to do with. */
export interface Origins {
  readonly operations: ReadonlySet<string>;
  readonly schemas: ReadonlySet<string>;
}

/** How the generated files name what they come from. */
const patterns = [
  // A type of an operation, or the first line of a method's documentation.
  { kind: "operations", pattern: /\b[oO]perations\["([^"]+)"\]/g },
  { kind: "operations", pattern: /`([^`\s]+)` \(`[A-Z]+ \//g },
  { kind: "schemas", pattern: /\bSchemaOf<"([^"]+)">/g },
  { kind: "schemas", pattern: /\bcomponents\["schemas"\]\["([^"]+)"\]/g },
] as const;

/** How the documentation of a handwritten method names its operation. */
const handwritten = /`([^`\s]+)` · (?:documented|partial|inferred) · /;

type Found = Readonly<Record<keyof Origins, Set<string>>>;

function nameOf(node: TypeScript.Node): string | undefined {
  const { name } = node as TypeScript.NamedDeclaration;
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}

/** The names that lead from a file to a declaration, outermost first: `components`, `schemas`, `Contact`, `tags`. */
function wayOf(declaration: TypeScript.Node): string[] {
  const names: string[] = [];
  for (let node = declaration; !ts.isSourceFile(node); node = node.parent) {
    const name = nameOf(node);
    if (name !== undefined) names.unshift(name);
  }
  return names;
}

/** The text of a declaration that says what it comes from; the members of an interface say so themselves. */
function tellingText(declaration: TypeScript.Declaration): string {
  const isTelling = [ts.isMethodSignature, ts.isInterfaceDeclaration, ts.isTypeAliasDeclaration].some((is) =>
    is(declaration),
  );
  if (!isTelling) return "";
  const end = ts.isInterfaceDeclaration(declaration) ? declaration.members.pos : declaration.end;
  return declaration.getSourceFile().text.slice(declaration.getFullStart(), end);
}

function addDeclaration(declaration: TypeScript.Declaration, found: Found): void {
  const [first, second, third] = wayOf(declaration);
  if (second !== undefined && /^operations$/i.test(first ?? "")) found.operations.add(second);
  if (third !== undefined && first === "components" && second === "schemas") found.schemas.add(third);
  const text = tellingText(declaration);
  for (const { kind, pattern } of patterns) {
    for (const [, name = ""] of text.matchAll(pattern)) found[kind].add(name);
  }
}

/** The types that a type is made of, as deep as code goes in a statement: `Promise<Page<Contact>>`. */
function partsOf(checker: TypeScript.TypeChecker, type: TypeScript.Type, depth = 3): TypeScript.Type[] {
  if (depth === 0) return [];
  const inner = [
    ...(type.isUnionOrIntersection() ? type.types : []),
    ...(type.aliasTypeArguments ?? []),
    ...(isReference(type) ? checker.getTypeArguments(type) : []),
  ];
  return [type, ...inner.flatMap((part) => partsOf(checker, part, depth - 1))];
}

function isReference(type: TypeScript.Type): type is TypeScript.TypeReference {
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0;
  // Only the type of an object has these flags.
  return isObject && ((type as TypeScript.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

function innermost(source: TypeScript.SourceFile, position: number): TypeScript.Node {
  let node: TypeScript.Node = source;
  for (;;) {
    const child: TypeScript.Node | undefined = ts.forEachChild(node, (one) =>
      one.getStart(source) <= position && position < one.end ? one : undefined,
    );
    if (!child) return node;
    node = child;
  }
}

function statementOf(node: TypeScript.Node): TypeScript.Node {
  let found = node;
  while (!ts.isStatement(found) && !ts.isClassElement(found) && !ts.isSourceFile(found.parent)) found = found.parent;
  return found;
}

/** The words of a statement, without the blocks within it, which have statements of their own. */
function wordsOf(statement: TypeScript.Node): (TypeScript.Identifier | TypeScript.StringLiteral)[] {
  const words: (TypeScript.Identifier | TypeScript.StringLiteral)[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isIdentifier(node) || ts.isStringLiteral(node)) words.push(node);
    if (!ts.isBlock(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(statement, visit);
  return words;
}

/** What the statement at a position has to do with. `isGenerated` says of a file whether it follows from the description. */
export function originsAt(
  program: TypeScript.Program,
  source: TypeScript.SourceFile,
  position: number,
  isGenerated: (file: string) => boolean,
): Origins {
  const checker = program.getTypeChecker();
  const found: Found = { operations: new Set(), schemas: new Set() };
  const addSymbol = (symbol: TypeScript.Symbol | undefined) => {
    for (const declaration of symbol?.declarations ?? []) {
      if (isGenerated(declaration.getSourceFile().fileName)) addDeclaration(declaration, found);
      // A method of the package that is written by hand: its documentation names its operation.
      const [, operation] = handwritten.exec(tellingText(declaration)) ?? [];
      if (operation !== undefined) found.operations.add(operation);
    }
  };
  for (const word of wordsOf(statementOf(innermost(source, position)))) {
    // An operationId, as in `call("createContact", …)`; it is looked up among those that changed.
    if (ts.isStringLiteral(word)) {
      found.operations.add(word.text);
      continue;
    }
    const symbol = checker.getSymbolAtLocation(word);
    addSymbol(symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol);
    for (const part of partsOf(checker, checker.getTypeAtLocation(word))) {
      addSymbol(part.aliasSymbol);
      addSymbol(part.symbol);
    }
  }
  return found;
}
