/**
 * What a change means to someone who uses the client: `breaking` when code that was right may fail or no longer
 * compile, `compatible` when it goes on as before, `documentation` when only words changed.
 */
export type Level = "breaking" | "compatible" | "documentation";

/** What a change touches: the request, the response, the operation itself, or the whole document. */
export type Side = "request" | "response" | "operation" | "document";

/** What happened, for the sections of a changelog. */
export type Kind = "added" | "removed" | "changed" | "deprecated";

/** One difference between two descriptions, as plain data. */
export interface Change {
  /** The old operationId, made from method and path if the description has none; absent for a change of the document. */
  readonly operation?: string;
  /** The old method that calls the operation, `wipsy.contacts.list`; the new one if it had none. Absent without a method. */
  readonly method?: string;
  readonly side: Side;
  readonly level: Level;
  readonly kind: Kind;
  /** Such as `body.phone`, `query limit` or `200 data[].tags`; empty for the operation itself. */
  readonly where: string;
  /** The rest of the sentence, without a full stop: `became required`. */
  readonly what: string;
}

/** A change without its operation and side. */
export type Told = Pick<Change, "level" | "kind" | "where" | "what">;

export function told(where: string, level: Level, what: string, kind: Kind = "changed"): Told {
  return { level, kind, where, what };
}

/** The part of a semantic version to raise. */
export type Step = "major" | "minor" | "patch" | "none";

/** All differences between two descriptions. */
export interface Drift {
  /** In the order of the description's operations, then those of the document; within an operation breaking first. */
  readonly changes: readonly Change[];
  readonly step: Step;
}

/** The gravest first. */
export const levels: readonly Level[] = ["breaking", "compatible", "documentation"];

/** The semver step that these changes call for. */
export function stepOf(changes: readonly Change[]): Step {
  const steps = { breaking: "major", compatible: "minor", documentation: "patch" } as const;
  const worst = levels.find((level) => changes.some((change) => change.level === level));
  return worst ? steps[worst] : "none";
}

/** Breaking first; changes of one level keep their order. */
export function gravestFirst(changes: readonly Change[]): Change[] {
  return changes.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

/** How many changes are of one level. */
export function countLevel(changes: readonly Change[], level: Level): number {
  return changes.filter((change) => change.level === level).length;
}
