import { isObject, isSame, type Json, listOf, mapValues, field as own, type Path, without } from "./json.ts";
import { holdsList, isDocumentation, refKey, variantsKey } from "./keywords.ts";
import type { Schemas } from "./normal.ts";

// Which variant of a union is which of another.

/** A schema that stands for another one. */
export type Reference = Json & { readonly [refKey]: string };

/** Whether a value is one. */
export function isReference(value: unknown): value is Reference {
  return isObject(value) && typeof value[refKey] === "string";
}

/** What may be said beside a union without narrowing it. */
const besides = ["nullable", "default", "discriminator", "deprecated"];

/** Whether two variants are the same one. */
export function isAlike(one: unknown, other: unknown): boolean {
  return isReference(one) && isReference(other) ? one[refKey] === other[refKey] : isSame(one, other);
}

/** A schema as a union of it alone, where the other side has it among several. */
export function asUnion(schema: Json, other: Json): Json {
  const [key = "", ...more] = Object.keys(other).filter((name) => !isDocumentation(name) && !besides.includes(name));
  if (more.length > 0 || (key !== "oneOf" && key !== "anyOf")) return schema;
  const variant = without(schema, ["nullable"]);
  if (!listOf(other[key]).some((one) => isAlike(variant, one))) return schema;
  return { ...(schema.nullable === true && { nullable: true }), [key]: [variant] };
}

// Two values made comparable place by place. A reference that stands at the same place on both sides becomes the same
// token on both, so that what is behind it is compared once, elsewhere; where only one side refers, that side is
// written out. Variants of a union are named, the same ones alike: their order means nothing. The first items of a list
// are named by their places.

/** A reference met in both, and what is behind it: a token for the pair. */
export interface Meeting {
  /** Where in the value it stands. */
  readonly path: Path;
  readonly pair: string;
}

/** What two references that stand at the same place point to. */
export interface Pair {
  readonly before: string;
  readonly after: string;
}

/** Two values that can be compared place by place. */
export interface Aligned {
  readonly before: unknown;
  readonly after: unknown;
  readonly meetings: readonly Meeting[];
}

type Both = readonly [unknown, unknown];
type Lists = readonly [readonly unknown[], readonly unknown[]];

/** The token of a pair. */
export function pairOf({ before, after }: Pair): string {
  return before === after ? before : `${before} → ${after}`;
}

function hasShape(value: Json): boolean {
  return Object.keys(value).some((key) => !isDocumentation(key));
}

function isList(key: string): key is (typeof holdsList)[number] {
  return holdsList.some((name) => name === key);
}

/** A value that stands on one side only, with its variants named. */
function named(value: unknown): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] =>
    isList(key) && Array.isArray(inner)
      ? [variantsKey(key), Object.fromEntries(inner.map((variant, index) => [String(index + 1), named(variant)]))]
      : [key, named(inner)],
  );
  return Object.fromEntries(entries);
}

/** The items at the same places of both lists, then what one has beyond the other. */
function inOrder([before, after]: Lists): { same: Both[]; left: Lists } {
  const length = Math.min(before.length, after.length);
  const same = before.slice(0, length).map((one, index): Both => [one, after[index]]);
  return { same, left: [before.slice(length), after.slice(length)] };
}

/** The variants that are in both lists, then what is left of each. */
function matched([before, after]: Lists): { same: Both[]; left: Lists } {
  const same: Both[] = [];
  const removed: unknown[] = [];
  const added = [...after];
  for (const one of before) {
    const found = added.findIndex((other) => isAlike(one, other));
    if (found < 0) removed.push(one);
    else same.push([one, added.splice(found, 1)[0]]);
  }
  const [[first], [second]] = [removed, added];
  // One variant in place of one other is that variant changed; of several nobody can say which took whose place.
  if (removed.length === 1 && added.length === 1) return { same: [...same, [first, second]], left: [[], []] };
  return { same, left: [removed, added] };
}

/** Aligns `before` and `after`, and writes down into `pairs` what their references mean. */
export function align(before: unknown, after: unknown, from: Schemas, to: Schemas, pairs: Map<string, Pair>): Aligned {
  const meetings: Meeting[] = [];

  function references(one: Json, other: Json, path: Path): Both {
    const both: Pair = { before: String(one[refKey]), after: String(other[refKey]) };
    const pair = pairOf(both);
    pairs.set(pair, both);
    meetings.push({ path, pair });
    return [
      { ...one, [refKey]: pair },
      { ...other, [refKey]: pair },
    ];
  }

  function variants(key: (typeof holdsList)[number], lists: Lists, path: Path): Both {
    const { same, left } = key === "prefixItems" ? inOrder(lists) : matched(lists);
    const first: { [key: string]: unknown } = {};
    const second: { [key: string]: unknown } = {};
    for (const [index, [one, other]] of same.entries()) {
      const name = String(index + 1);
      [first[name], second[name]] = visit(one, other, [...path, name]);
    }
    for (const [index, one] of left[0].entries()) first[`before ${index + 1}`] = named(one);
    for (const [index, one] of left[1].entries()) second[`after ${index + 1}`] = named(one);
    return [first, second];
  }

  /** What a reference stands for, with what is said beside it. One that only leads to itself stands for nothing. */
  function written(reference: Reference, schemas: Schemas, seen: readonly string[] = []): Json {
    const target = reference[refKey];
    if (seen.includes(target)) return {};
    const schema = { ...schemas.behind(target), ...without(reference, [refKey]) };
    return isReference(schema) ? written(schema, schemas, [...seen, target]) : schema;
  }

  function aligned(key: string, [left, right]: Both, path: Path): readonly [Json, Json] {
    // What only one side has is compared with nothing.
    if (left === undefined || right === undefined) return [objectField(key, left), objectField(key, right)];
    if (isList(key) && Array.isArray(left) && Array.isArray(right)) {
      const name = variantsKey(key);
      const [mine, yours] = variants(key, [left, right], [...path, name]);
      return [{ [name]: mine }, { [name]: yours }];
    }
    const [mine, yours] = visit(left, right, [...path, key]);
    return [{ [key]: mine }, { [key]: yours }];
  }

  function fields(one: Json, other: Json, path: Path): Both {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    const both = keys.map((key) => aligned(key, [own(one, key), own(other, key)], path));
    return [Object.assign({}, ...both.map(([mine]) => mine)), Object.assign({}, ...both.map(([, yours]) => yours))];
  }

  function visit(one: unknown, other: unknown, path: Path): Both {
    if (!isObject(one) || !isObject(other)) return [named(one), named(other)];
    if (isReference(one) && isReference(other)) return references(one, other, path);
    const [first, second] = [asUnion(one, other), asUnion(other, one)];
    if (first !== one || second !== other) return fields(first, second, path);
    if (isReference(one) && hasShape(other)) return visit(written(one, from), other, path);
    if (isReference(other) && hasShape(one)) return visit(one, written(other, to), path);
    return fields(one, other, path);
  }

  const [first, second] = visit(before, after, []);
  return { before: first, after: second, meetings };
}

/** A field with its variants named; nothing where there is no value. */
function objectField(key: string, value: unknown): Json {
  return value === undefined ? {} : (named({ [key]: value }) as Json);
}

/** A schema with its variants as OpenAPI has them: in lists. */
export function asWritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asWritten);
  if (!isObject(value)) return value;
  const inner = mapValues(value, asWritten);
  const lists = holdsList.filter((keyword) => Object.hasOwn(inner, variantsKey(keyword)));
  return {
    ...without(inner, lists.map(variantsKey)),
    ...Object.fromEntries(lists.map((keyword) => [keyword, Object.values(Object(inner[variantsKey(keyword)]))])),
  };
}
