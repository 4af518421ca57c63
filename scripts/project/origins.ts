import type TypeScript from "typescript";
import { ts } from "../compiler.ts";

// Finds the operations and schemas that a statement uses in the old program, which still has removed fields and methods.

/** The operations and schemas that a piece of code uses. */
export interface Origins {
  readonly operations: Set<string>;
  readonly schemas: Set<string>;
}

/** How generated files refer to operations and schemas. */
const patterns = [
  // The type of an operation, or the first line of a method's doc comment.
  { kind: "operations", pattern: /\b[oO]perations\["([^"]+)"\]/g },
  { kind: "operations", pattern: /`([^`\s]+)` \(`[A-Z]+ \//g },
  { kind: "schemas", pattern: /\bSchemaOf<"([^"]+)">/g },
  { kind: "schemas", pattern: /\bcomponents\["schemas"\]\["([^"]+)"\]/g },
] as const;

/** How the doc comment of a handwritten method names its operation. */
const handwritten = /`([^`\s]+)` · (?:documented|partial|inferred) · /;

function nameOf(node: TypeScript.Node): string | undefined {
  const { name } = node as TypeScript.NamedDeclaration;
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}

/** The names of a declaration and those that enclose it, outermost first: `components`, `schemas`, `Contact`, `tags`. */
function qualifiedName(declaration: TypeScript.Node): string[] {
  const names: string[] = [];
  for (let node = declaration; !ts.isSourceFile(node); node = node.parent) {
    const name = nameOf(node);
    if (name !== undefined) names.unshift(name);
  }
  return names;
}

/** The part of a declaration that names its operation or schema: not the members of an interface. */
function headText(declaration: TypeScript.Declaration): string {
  const kinds = [ts.isMethodSignature, ts.isInterfaceDeclaration, ts.isTypeAliasDeclaration];
  if (!kinds.some((isOne) => isOne(declaration))) return "";
  const end = ts.isInterfaceDeclaration(declaration) ? declaration.members.pos : declaration.end;
  return declaration.getSourceFile().text.slice(declaration.getFullStart(), end);
}

function addDeclaration(declaration: TypeScript.Declaration, found: Origins): void {
  const [first, second, third] = qualifiedName(declaration);
  if (second !== undefined && /^operations$/i.test(first ?? "")) found.operations.add(second);
  if (third !== undefined && first === "components" && second === "schemas") found.schemas.add(third);
  const text = headText(declaration);
  for (const { kind, pattern } of patterns) {
    for (const [, name = ""] of text.matchAll(pattern)) found[kind].add(name);
  }
}

/** A type and the types in it, three levels deep: `Promise<Page<Contact>>`. */
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
  // The cast: only object types have these flags.
  return isObject && ((type as TypeScript.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

/** The innermost statement or class element around a position. */
function statementAt(source: TypeScript.SourceFile, position: number): TypeScript.Node {
  let found: TypeScript.Node = source;
  const visit = (node: TypeScript.Node): void => {
    if (position < node.getStart(source) || node.end <= position) return;
    if (ts.isStatement(node) || ts.isClassElement(node)) found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

/** The identifiers and strings of a statement, except those in nested blocks. */
function namesIn(statement: TypeScript.Node): (TypeScript.Identifier | TypeScript.StringLiteral)[] {
  const names: (TypeScript.Identifier | TypeScript.StringLiteral)[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isIdentifier(node) || ts.isStringLiteral(node)) names.push(node);
    if (!ts.isBlock(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(statement, visit);
  return names;
}

/** Finds the operations and schemas that the statement at a position uses. `isGenerated` says whether a file is generated. */
export function originsAt(
  program: TypeScript.Program,
  source: TypeScript.SourceFile,
  position: number,
  isGenerated: (file: string) => boolean,
): Origins {
  const checker = program.getTypeChecker();
  const found: Origins = { operations: new Set(), schemas: new Set() };
  const addSymbol = (symbol: TypeScript.Symbol | undefined) => {
    for (const declaration of symbol?.declarations ?? []) {
      if (isGenerated(declaration.getSourceFile().fileName)) addDeclaration(declaration, found);
      // The doc comment of a handwritten method names its operation.
      const [, operation] = handwritten.exec(headText(declaration)) ?? [];
      if (operation !== undefined) found.operations.add(operation);
    }
  };
  for (const name of namesIn(statementAt(source, position))) {
    // It may be an operationId, as in `call("createContact", …)`. The caller ignores any other string.
    if (ts.isStringLiteral(name)) {
      found.operations.add(name.text);
      continue;
    }
    const symbol = checker.getSymbolAtLocation(name);
    addSymbol(symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol);
    for (const part of partsOf(checker, checker.getTypeAtLocation(name))) {
      addSymbol(part.aliasSymbol);
      addSymbol(part.symbol);
    }
  }
  return found;
}
