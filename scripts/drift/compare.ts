import { type CompareRules, compareJsonSchema, type Diff } from "api-smart-diff";
import type { Description } from "../openapi/document.ts";
import type { Json } from "../openapi/walk.ts";
import type { Change, Kind, Level, Side } from "./change.ts";
import type { Path } from "./json.ts";
import { type SchemaSide, type Schemas, schemasOf } from "./normal.ts";
import { operationRules, schemaRules } from "./rules.ts";

// Each operation is compared on its own, and so is each pair of schemas that both descriptions refer to in the same place:
// what a hundred operations share is compared once.

/** One difference and its path. */
export type Found = Pick<Change, "kind" | "level" | "what"> & { readonly path: Path };

/** Two references in the same place of both descriptions. */
interface Meeting {
  readonly path: Path;
  readonly before: string;
  readonly after: string;
}

/** The side of an operation that a path is on. */
export function sideOf([first]: Path): Side {
  if (first === "parameters" || first === "requestBody") return "request";
  return first === "responses" ? "response" : "operation";
}

const levels: Readonly<Record<Diff["type"], Level>> = {
  breaking: "breaking",
  "non-breaking": "compatible",
  annotation: "documentation",
  // Deprecated parts still work.
  deprecated: "compatible",
  unclassified: "breaking",
};

/** The differences of two values by the rules of api-smart-diff, and the references that are still to compare. */
function compared(before: Json, after: Json, rules: CompareRules) {
  const found: Found[] = [];
  const meetings: Meeting[] = [];
  // api-smart-diff changes its input.
  compareJsonSchema(structuredClone(before), structuredClone(after), {
    rules,
    annotateHook: (diff, context) => {
      const { path, action, type } = diff;
      if (path.at(-1) === "$ref" && action === "replace") {
        meetings.push({ path: path.slice(0, -1), before: String(diff.before), after: String(diff.after) });
        return "";
      }
      const { template: what = "changed", params } = context.rules.annotate?.(diff, context) ?? {};
      const { beyond = 0, kind } = (params ?? {}) as { beyond?: number; kind?: Kind };
      const level = levels[type];
      found.push({ path: path.slice(0, path.length - beyond), level, kind: kind ?? "changed", what });
      return "";
    },
  });
  return { found, meetings };
}

/** The schemas of a description for requests and responses. */
export type BothSides = Readonly<Record<SchemaSide, Schemas>>;

export function bothSides(description: Description): BothSides {
  return { request: schemasOf(description, "request"), response: schemasOf(description, "response") };
}

/**
 * Compares two operations in their `comparable` form, with the schemas they refer to: each pair of schemas once per side, at
 * the shortest path to it.
 */
export function comparison(from: BothSides, to: BothSides): (before: Json, after: Json) => Found[] {
  const rules: Record<SchemaSide, CompareRules> = {
    request: schemaRules("request", from.request, to.request),
    response: schemaRules("response", from.response, to.response),
  };
  const around = operationRules(rules.request, rules.response);
  const known = new Map<string, ReturnType<typeof compared>>();
  const within = <Part extends { readonly path: Path }>(path: Path, parts: readonly Part[]): Part[] =>
    parts.map((part) => ({ ...part, path: [...path, ...part.path] }));

  return (whole, other) => {
    const { found, meetings } = compared(whole, other, around);
    const [all, pending] = [[...found], [...meetings]];
    const met = new Set<string>();
    // The loop also visits entries that are added on the way.
    for (const { path, before, after } of pending) {
      const side = sideOf(path) === "response" ? "response" : "request";
      const key = `${side} ${before} ${after}`;
      if (met.has(key)) continue;
      met.add(key);
      const inner = known.get(key) ?? compared(from[side].behind(before), to[side].behind(after), rules[side]);
      known.set(key, inner);
      all.push(...within(path, inner.found));
      pending.push(...within(path, inner.meetings));
    }
    return all;
  };
}
