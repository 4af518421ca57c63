/**
 * What a change means to someone who uses the client: `breaking` when code that was right may fail or no longer
 * compile, `compatible` when it goes on as before, `documentation` when only words changed.
 */
export type Level = "breaking" | "compatible" | "documentation";

/** What a change touches: what is sent, what is answered, the operation as such, or the description as a whole. */
export type Side = "request" | "response" | "operation" | "document";

/** What happened, for the sections of a changelog. */
export type Kind = "added" | "removed" | "changed" | "deprecated";

/** One difference between two descriptions, as plain data. */
export interface Change {
  /** The id before, made from method and path where the description gives none; absent for what is the document's own. */
  readonly operation?: string;
  readonly side: Side;
  readonly level: Level;
  readonly kind: Kind;
  /** A place a reader finds: `body.phone`, `query limit`, `200 data[].tags`; empty where the operation itself is meant. */
  readonly where: string;
  /** One plain sentence without its full stop: `became required`. */
  readonly what: string;
}

/** A change of something that is named elsewhere. */
export type Told = Pick<Change, "level" | "kind" | "where" | "what">;

export function told(where: string, level: Level, what: string, kind: Kind = "changed"): Told {
  return { level, kind, where, what };
}

/** The part of a version that must rise. */
export type Step = "major" | "minor" | "patch" | "none";

/** Everything that differs between two descriptions. */
export interface Drift {
  /** By operation in the order of the description, the document's own last; within one, breaking first. */
  readonly changes: readonly Change[];
  readonly step: Step;
}

const levels: readonly Level[] = ["breaking", "compatible", "documentation"];

/** The semver step that these changes call for. */
export function stepOf(changes: readonly Change[]): Step {
  const steps = { breaking: "major", compatible: "minor", documentation: "patch" } as const;
  const worst = levels.find((level) => changes.some((change) => change.level === level));
  return worst ? steps[worst] : "none";
}

/** Breaking first; what is equally grave stays in its order. */
export function gravestFirst(changes: readonly Change[]): Change[] {
  return changes.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

/** How many changes are of one level. */
export function countLevel(changes: readonly Change[], level: Level): number {
  return changes.filter((change) => change.level === level).length;
}
