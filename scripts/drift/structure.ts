import { apiDiff, openapi3Rules } from "api-smart-diff";
import { isSame, type Json, listOf, type Path } from "./json.ts";
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

function document(operation: Json): object {
  return {
    openapi: "3.1.0",
    info: { title: "unit", version: "1" },
    // It writes into what it is given.
    paths: { "/unit": { post: structuredClone(operation) } },
  };
}

/** The place of an added parameter in the list of after; api-smart-diff counts in a list of both. */
function placed(path: Path, added: unknown, after: Json): Path {
  if (path[0] !== "parameters" || path.length !== 2) return path;
  return ["parameters", listOf(after.parameters).findIndex((one) => isSame(one, added))];
}

/** Every place where an operation of a unit differs. */
export function findingsOf({ before, after }: Unit): Finding[] {
  if (isSame(before, after)) return [];
  return apiDiff(document(before), document(after), { rules }).flatMap((diff) => {
    if (!base.every((key, index) => diff.path[index] === key)) return [];
    const path = diff.path.slice(base.length).map((key) => (typeof key === "symbol" ? String(key) : key));
    const action = actions[diff.action];
    const place = action === "added" ? placed(path, diff.after, after) : path;
    return [{ path: place, action, before: diff.before, after: diff.after, verdict: diff.type }];
  });
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
