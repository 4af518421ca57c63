import type { Problem } from "./error.ts";
import { isKind, type Kind, requiredOf, type Scalar, slotOf } from "./kinds.ts";
import type { Parsed } from "./parse.ts";
import type { Path } from "./tree.ts";

/** An object of a description. */
export type Fields = { readonly [key: string]: unknown };

/** A reference as it stands in a file. */
export interface Reference {
  readonly from: Parsed;
  /** Where the reference itself stands: the path to `$ref`, or to the value of a discriminator's mapping. */
  readonly path: Path;
  readonly ref: string;
  /** The object that it is a field of. */
  readonly holder: Fields;
  /** What it must refer to. `undefined` in examples, extensions and the like, where `$ref` may be a value like any other. */
  readonly kind: Kind | undefined;
}

/** What a part of a description holds. */
export interface Findings {
  readonly problems: Problem[];
  readonly references: Reference[];
  /** The kinds that an object was looked at as: with aliases and references one may be met many times. */
  readonly seen: Map<object, Set<string>>;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const words: Record<string, string> = {
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  integer: "a whole number",
  number: "a number",
};

function typeOf(value: unknown): string {
  if (value === null) return "empty";
  if (typeof value === "boolean") return String(value);
  return words[Array.isArray(value) ? "array" : typeof value] ?? typeof value;
}

function hasType(value: unknown, type: string): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isFields(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function nameOf(path: Path): string {
  const [last] = path.slice(-1);
  if (last === undefined) return "The description";
  return typeof last === "number" ? `Item ${last + 1} of ${nameOf(path.slice(0, -1))}` : `\`${last}\``;
}

function remedyFor(value: unknown, type: string): string {
  if (value === null) return "Fill it in, or take it out.";
  return type === "string" && typeof value !== "object" ? "Put it in quotes." : "Correct it.";
}

interface Spot {
  readonly from: Parsed;
  readonly path: Path;
}

function report({ problems }: Findings, { from, path }: Spot, what: string, remedy: string): void {
  problems.push({ file: from.file, place: from.placeOf(path), what, remedy });
}

function isSeen(value: object, kind: string, { seen }: Findings): boolean {
  const kinds = seen.get(value) ?? new Set();
  seen.set(value, kinds);
  return kinds.size === kinds.add(kind).size;
}

/** Collects each `$ref` within a value of which OpenAPI says nothing. */
export function checkFree(value: unknown, { from, path }: Spot, findings: Findings): void {
  if (typeof value !== "object" || value === null) return;
  if (isSeen(value, "", findings)) return;
  if (isFields(value) && typeof value.$ref === "string") {
    findings.references.push({ from, path: [...path, "$ref"], ref: value.$ref, holder: value, kind: undefined });
  }
  for (const [key, inner] of Object.entries(value)) checkFree(inner, { from, path: [...path, key] }, findings);
}

function checkScalar(value: unknown, slot: Scalar, spot: Spot, findings: Findings): void {
  const name = nameOf(spot.path);
  if (slot.enum && !slot.enum.includes(value as string)) {
    report(
      findings,
      spot,
      `${name} is ${JSON.stringify(value)}, but must be one of ${slot.enum.join(", ")}.`,
      "Correct it.",
    );
  } else if (slot.type && !hasType(value, slot.type)) {
    report(
      findings,
      spot,
      `${name} must be ${words[slot.type]}, but is ${typeOf(value)}.`,
      remedyFor(value, slot.type),
    );
  } else if (slot.items && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      checkScalar(item, slot.items, { from: spot.from, path: [...spot.path, index] }, findings);
    }
  }
}

/** Says of a field that must not be where it is what was probably meant. */
function checkUnexpected(kind: Kind, key: string, spot: Spot, findings: Findings): void {
  const said: Record<string, readonly [what: string, remedy: string]> = {
    Paths: [`\`${key}\` is no path: a path begins with \`/\`.`, "Correct it, or begin its name with x-."],
    PathItem: [`\`${key}\` is no HTTP method.`, "Correct it, or begin its name with x-."],
    Responses: [`\`${key}\` is no status.`, "Write a number such as 200, a range such as 4XX, or default."],
  };
  const [what, remedy] = said[kind.name] ?? [`\`${key}\` is not expected here.`, "Take it out."];
  report(findings, spot, what, remedy);
}

function checkField(kind: Kind, holder: Fields, key: string, spot: Spot, findings: Findings): void {
  const value = holder[key];
  const slot = slotOf(kind, key, value);
  if (slot && "directResolveAs" in slot && typeof value === "string") {
    findings.references.push({ ...spot, ref: value, holder, kind: slot.directResolveAs });
  }
  if (slot === undefined) checkUnexpected(kind, key, spot, findings);
  else if (isKind(slot)) checkValue(value, slot, spot, findings);
  else if (slot !== null && (slot.enum ?? slot.type ?? slot.items)) checkScalar(value, slot, spot, findings);
  else checkFree(value, spot, findings);
}

function checkFields(value: Fields, kind: Kind, spot: Spot, findings: Findings): void {
  if (isSeen(value, kind.name, findings)) return;
  const { $ref } = value;
  const isReference = typeof $ref === "string";
  if (isReference) {
    findings.references.push({ from: spot.from, path: [...spot.path, "$ref"], ref: $ref, holder: value, kind });
  }
  for (const name of isReference ? [] : requiredOf(kind, value)) {
    if (!Object.hasOwn(value, name)) report(findings, spot, `${nameOf(spot.path)} lacks \`${name}\`.`, "Add it.");
  }
  for (const key of Object.keys(value)) {
    if (isReference && key === "$ref") continue;
    checkField(kind, value, key, { from: spot.from, path: [...spot.path, key] }, findings);
  }
}

function checkItems(list: unknown[], items: NonNullable<Kind["items"]>, spot: Spot, findings: Findings): void {
  for (const [index, item] of list.entries()) {
    const kind = typeof items === "function" ? items(item, String(index)) : items;
    checkValue(item, kind, { from: spot.from, path: [...spot.path, index] }, findings);
  }
}

/** Looks at a value and all within it, but not at what its references refer to. */
export function checkValue(value: unknown, kind: Kind, spot: Spot, findings: Findings): void {
  // `true` and `false` are schemas too.
  if (kind.name === "Schema" && typeof value === "boolean") return;
  if (kind.items && Array.isArray(value)) checkItems(value, kind.items, spot, findings);
  else if (!kind.items && isFields(value)) checkFields(value, kind, spot, findings);
  else checkScalar(value, { type: kind.items ? "array" : "object" }, spot, findings);
}
