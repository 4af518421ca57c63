import { type CompareRules, compareJsonSchema, type Diff } from "api-smart-diff";
import type { Json } from "../openapi/walk.ts";
import type { Change, Kind, Level } from "./change.ts";
import type { Path } from "./json.ts";
import { isDocumentation, opaque } from "./normal.ts";

/** One difference of what was compared, and where in it. */
export type Found = Pick<Change, "kind" | "level" | "what"> & { readonly path: Path };

/** References that stand at the same place of both. What they refer to is compared by itself. */
export interface Meeting {
  readonly path: Path;
  readonly before: string;
  readonly after: string;
}

/** What a comparison found. */
export interface Compared {
  readonly found: readonly Found[];
  readonly meetings: readonly Meeting[];
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
export function levelAt(path: Path, level: Level): Level {
  return level === "compatible" && path.some((key) => opaqueKeys.includes(key)) ? "breaking" : level;
}

/** Compares two values by the rules of api-smart-diff. */
export function compared(before: Json, after: Json, rules: CompareRules): Compared {
  const found: Found[] = [];
  const meetings: Meeting[] = [];
  compareJsonSchema(before, after, {
    rules,
    annotateHook: (diff, context) => {
      const { path, action, type } = diff;
      if (path.at(-1) === "$ref" && action === "replace") {
        meetings.push({ path: path.slice(0, -1), before: String(diff.before), after: String(diff.after) });
        return "";
      }
      const { template: what = "changed", params } = context.rules.annotate?.(diff, context) ?? {};
      const { beyond = 0, kind } = (params ?? {}) as { beyond?: number; kind?: Kind };
      const level = isDocumentation(String(path.at(-1))) ? levels[type] : levelAt(path, levels[type]);
      found.push({ path: path.slice(0, path.length - beyond), level, kind: kind ?? "changed", what });
      return "";
    },
  });
  return { found, meetings };
}
