import { type CompareRules, compareJsonSchema, type Diff } from "api-smart-diff";
import type { Description } from "../openapi/document.ts";
import type { Json } from "../openapi/walk.ts";
import type { Change, Kind, Level, Side } from "./change.ts";
import type { Path } from "./json.ts";
import { opaque, type SchemaSide, type Schemas, schemasOf } from "./normal.ts";
import { operationRules, schemaRules } from "./rules.ts";

// Each operation is compared by itself, and so is each pair of schemas that references of both descriptions meet at:
// what a hundred operations share is compared once.

/** One difference of what was compared, and where in it. */
export type Found = Pick<Change, "kind" | "level" | "what"> & { readonly path: Path };

/** References that stand at the same place of both, on one side of an operation. */
interface Meeting {
  readonly side: SchemaSide;
  readonly path: Path;
  readonly before: string;
  readonly after: string;
}

/** What a comparison found. What references lead to is compared by itself. */
interface Compared {
  readonly found: readonly Found[];
  readonly meetings: readonly Omit<Meeting, "side">[];
}

/** The side that a place of an operation is on. */
export function sideOf([first]: Path): Side {
  if (first === "parameters" || first === "requestBody") return "request";
  return first === "responses" ? "response" : "operation";
}

const levels: Readonly<Record<Diff["type"], Level>> = {
  breaking: "breaking",
  "non-breaking": "compatible",
  annotation: "documentation",
  // A client goes on working with what is deprecated.
  deprecated: "compatible",
  unclassified: "breaking",
};

const opaqueKeys: readonly unknown[] = [...opaque.one, ...opaque.named];

/** The level of a change at a path: within `not` and the like nobody can say, so it breaks. */
function levelAt(path: Path, level: Level): Level {
  const isWithin = path.some((key, index) => opaqueKeys.includes(key) && path[index - 1] !== "properties");
  return level === "compatible" && isWithin ? "breaking" : level;
}

/** Compares two values by the rules of api-smart-diff. */
function compared(before: Json, after: Json, rules: CompareRules): Compared {
  const found: Found[] = [];
  const meetings: Omit<Meeting, "side">[] = [];
  // It writes into what it compares.
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
      const level = levelAt(path, levels[type]);
      found.push({ path: path.slice(0, path.length - beyond), level, kind: kind ?? "changed", what });
      return "";
    },
  });
  return { found, meetings };
}

/** The schemas of a description, on both sides. */
export type BothSides = Readonly<Record<SchemaSide, Schemas>>;

export function bothSides(description: Description): BothSides {
  return { request: schemasOf(description, "request"), response: schemasOf(description, "response") };
}

/**
 * What two operations as `comparable` gives them differ in, with what is behind their references: each pair of schemas once
 * for each side, where the shortest path leads to it.
 */
export function comparison(from: BothSides, to: BothSides): (before: Json, after: Json) => Found[] {
  const rules: Record<SchemaSide, CompareRules> = {
    request: schemaRules("request", from.request, to.request),
    response: schemaRules("response", from.response, to.response),
  };
  const around = operationRules(rules.request, rules.response);
  const known = new Map<string, Compared>();
  const keyOf = ({ side, before, after }: Meeting) => `${side} ${before} ${after}`;

  function shared(meeting: Meeting): Compared {
    const { side, before, after } = meeting;
    const result =
      known.get(keyOf(meeting)) ?? compared(from[side].behind(before), to[side].behind(after), rules[side]);
    known.set(keyOf(meeting), result);
    return result;
  }

  return (before, after) => {
    const { found, meetings } = compared(before, after, around);
    const reached = new Map<string, Meeting>();
    const meet = (one: Meeting) => reached.has(keyOf(one)) || reached.set(keyOf(one), one);
    for (const one of meetings) meet({ ...one, side: sideOf(one.path) === "response" ? "response" : "request" });
    // A map gives what is added to it on the way, too.
    for (const [, one] of reached) {
      for (const inner of shared(one).meetings) meet({ ...inner, side: one.side, path: [...one.path, ...inner.path] });
    }
    const behind = [...reached.values()].flatMap((one) =>
      shared(one).found.map((change) => {
        const path = [...one.path, ...change.path];
        return { ...change, path, level: levelAt(path, change.level) };
      }),
    );
    return [...found, ...behind];
  };
}
