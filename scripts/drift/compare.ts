import { type CompareRules, compareJsonSchema, type Diff } from "api-smart-diff";
import type { Description } from "../openapi/document.ts";
import type { Json } from "../openapi/walk.ts";
import type { Change, Kind, Level, Side } from "./change.ts";
import type { Path } from "./json.ts";
import { type SchemaSide, type Schemas, schemasOf } from "./normal.ts";
import { operationRules, schemaRules } from "./rules.ts";

// Operations are compared one by one. Schemas that both descriptions refer to in the same place are compared once, however
// many operations share them.

/** A difference and its path. */
export type Difference = Pick<Change, "kind" | "level" | "what"> & { readonly path: Path };

/** References in the same place of both descriptions. */
interface ReferencePair {
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

/** The differences between two values, and the references that remain to be compared. */
function compared(before: Json, after: Json, rules: CompareRules) {
  const found: Difference[] = [];
  const references: ReferencePair[] = [];
  // api-smart-diff modifies its input.
  compareJsonSchema(structuredClone(before), structuredClone(after), {
    rules,
    annotateHook: (diff, context) => {
      const { path, action, type } = diff;
      if (path.at(-1) === "$ref" && action === "replace") {
        references.push({ path: path.slice(0, -1), before: String(diff.before), after: String(diff.after) });
        return "";
      }
      const { template: what = "changed", params } = context.rules.annotate?.(diff, context) ?? {};
      const { dropped = 0, kind } = (params ?? {}) as { dropped?: number; kind?: Kind };
      const level = levels[type];
      found.push({ path: path.slice(0, path.length - dropped), level, kind: kind ?? "changed", what });
      return "";
    },
  });
  return { found, references };
}

/** The schemas of a description for requests and responses. */
export type BothSides = Readonly<Record<SchemaSide, Schemas>>;

export function bothSides(description: Description): BothSides {
  return { request: schemasOf(description, "request"), response: schemasOf(description, "response") };
}

/**
 * Returns a function that compares two operations in `comparable` form, with the schemas they refer to. It compares each pair
 * of schemas once per side, at the shortest path to it.
 */
export function comparison(from: BothSides, to: BothSides): (before: Json, after: Json) => Difference[] {
  const rules: Record<SchemaSide, CompareRules> = {
    request: schemaRules("request", from.request, to.request),
    response: schemaRules("response", from.response, to.response),
  };
  const outerRules = operationRules(rules.request, rules.response);
  const known = new Map<string, ReturnType<typeof compared>>();
  const within = <Part extends { readonly path: Path }>(path: Path, parts: readonly Part[]): Part[] =>
    parts.map((part) => ({ ...part, path: [...path, ...part.path] }));

  return (whole, other) => {
    const { found, references } = compared(whole, other, outerRules);
    const [differences, pending] = [[...found], [...references]];
    const seen = new Set<string>();
    // The loop also visits entries added while it runs.
    for (const { path, before, after } of pending) {
      const side = sideOf(path) === "response" ? "response" : "request";
      const key = `${side} ${before} ${after}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const inner = known.get(key) ?? compared(from[side].target(before), to[side].target(after), rules[side]);
      known.set(key, inner);
      differences.push(...within(path, inner.found));
      pending.push(...within(path, inner.references));
    }
    return differences;
  };
}
