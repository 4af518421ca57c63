/**
 * What a change means to users of the client: `breaking` when correct code may fail or no longer compile, `compatible`
 * when it keeps working, `documentation` when only descriptive text changed.
 */
export type Level = "breaking" | "compatible" | "documentation";

/** What a change affects: the request, the response, the operation itself, or the whole document. */
export type Side = "request" | "response" | "operation" | "document";

/** The changelog section that a change belongs to. */
export type Kind = "added" | "removed" | "changed" | "deprecated";

/** One difference between two descriptions, as plain data. */
export interface Change {
  /** The old operationId, or one made from method and path. Absent for a change of the document. */
  readonly operation?: string;
  /** The old method of the operation, such as `wipsy.contacts.list`, else the new one. Absent if there is neither. */
  readonly method?: string;
  readonly side: Side;
  readonly level: Level;
  readonly kind: Kind;
  /** The place, such as `body.phone`, `query limit` or `200 data[].tags`. Empty for the operation itself. */
  readonly where: string;
  /** The rest of the sentence, without a period: `became required`. */
  readonly what: string;
}

/** A change without its operation and side. */
export type BareChange = Pick<Change, "level" | "kind" | "where" | "what">;

export function diff(where: string, level: Level, what: string, kind: Kind = "changed"): BareChange {
  return { level, kind, where, what };
}

/** The part of a semantic version to bump. */
export type Bump = "major" | "minor" | "patch" | "none";

/** All differences between two descriptions. */
export interface Drift {
  /** Sorted by operation, then those of the document. Within each, breaking changes come first. */
  readonly changes: readonly Change[];
  readonly bump: Bump;
}

/** From worst to least. */
export const levels: readonly Level[] = ["breaking", "compatible", "documentation"];

/** The version bump that these changes require. */
export function bumpOf(changes: readonly Change[]): Bump {
  const bumps = { breaking: "major", compatible: "minor", documentation: "patch" } as const;
  const worst = levels.find((level) => changes.some((change) => change.level === level));
  return worst ? bumps[worst] : "none";
}

/** Sorts breaking changes first. The sort is stable. */
export function breakingFirst(changes: readonly Change[]): Change[] {
  return changes.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

/** Counts the changes of a level. */
export function countLevel(changes: readonly Change[], level: Level): number {
  return changes.filter((change) => change.level === level).length;
}
