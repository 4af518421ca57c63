import { apiDiff, openapi3Rules } from "api-smart-diff";
import { field, isObject, isSame, type Json, listOf, mapValues, objectOf, type Path } from "./json.ts";
import { type SchemaSide, type SharedSchema, schemaPath, type Unit, unitOf } from "./units.ts";

/** A place where the structure of two operations differs, as api-smart-diff found it. */
export interface Finding {
  /** The way to it within the operation. */
  readonly path: Path;
  readonly action: "added" | "removed" | "changed";
  readonly before: unknown;
  readonly after: unknown;
  /** What api-smart-diff takes it for. Read where nothing else decides: see judge.ts. */
  readonly verdict: "breaking" | "non-breaking" | "annotation" | "deprecated" | "unclassified";
}

const actions = { add: "added", remove: "removed", replace: "changed", rename: "changed" } as const;
/** What an `allOf` says is merged before, in normal.ts: its own way of merging loses the places. */
const rules = openapi3Rules({ notMergeAllOf: true });
const base = ["paths", "/unit", "post"];

/** Stands for `required` while api-smart-diff compares: it stumbles over a required field that nothing describes. */
const requiredKey = "x-drift-required";

/** A copy with the names in `required` as keys. */
function keyed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keyed);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] =>
    key === "required" && Array.isArray(inner)
      ? [requiredKey, Object.fromEntries(inner.map((name) => [name, true]))]
      : [key, keyed(inner)],
  );
  return Object.fromEntries(entries);
}

/** The properties of `one` that are not the same in `other`: most are, and need no look. */
function differing(one: unknown, other: unknown): unknown {
  if (!isObject(one) || !isObject(other)) return one;
  return mapValues(one, (value, key) => {
    const counterpart = field(other, key);
    if (key !== "properties" || !isObject(value) || !isObject(counterpart)) return differing(value, counterpart);
    const changed = Object.entries(value).filter(([name, inner]) => !isSame(inner, field(counterpart, name)));
    return Object.fromEntries(changed.map(([name, inner]) => [name, differing(inner, field(counterpart, name))]));
  });
}

function document(operation: unknown): object {
  return {
    openapi: "3.1.0",
    info: { title: "unit", version: "1" },
    // It writes into what it is given, which is a copy.
    paths: { "/unit": { post: keyed(operation) } },
  };
}

/** The place of an added parameter in the list of after; api-smart-diff counts in a list of both. */
function placed(path: Path, added: unknown, after: Json): Path {
  if (path[0] !== "parameters" || path.length !== 2) return path;
  return ["parameters", listOf(after.parameters).findIndex((one) => isSame(one, added))];
}

/** Each required field by itself, where all of them came or went at once. */
function eachRequired(finding: Finding): Finding[] {
  if (finding.path.at(-1) !== requiredKey) return [finding];
  const names = Object.keys(objectOf(finding.after ?? finding.before));
  return names.map((name) => ({ ...finding, path: [...finding.path, name] }));
}

/** Every place where an operation of a unit differs. */
export function findingsOf({ before, after }: Unit): Finding[] {
  if (isSame(before, after)) return [];
  const found = apiDiff(document(differing(before, after)), document(differing(after, before)), { rules }).flatMap(
    (diff): Finding[] => {
      if (!base.every((key, index) => diff.path[index] === key)) return [];
      const path = diff.path.slice(base.length).map((key) => (typeof key === "symbol" ? String(key) : key));
      const action = actions[diff.action];
      const place = action === "added" ? placed(path, diff.after, after) : path;
      return [{ path: place, action, before: diff.before, after: diff.after, verdict: diff.type }];
    },
  );
  const named = (key: string | number) => (key === requiredKey ? "required" : key);
  return found.flatMap(eachRequired).map((finding) => ({ ...finding, path: finding.path.map(named) }));
}

/** Every place where a shared schema differs, as the places of its unit on each side. It is taken apart once. */
export function sharedFindings(shared: SharedSchema): Readonly<Record<SchemaSide, readonly Finding[]>> {
  const request = findingsOf(unitOf(shared, "request"));
  const moved = ({ path, ...finding }: Finding) => ({
    ...finding,
    path: [...schemaPath.response, ...path.slice(schemaPath.request.length)],
  });
  return { request, response: request.map(moved) };
}
