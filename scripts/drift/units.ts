import type { Description } from "../openapi/document.ts";
import { type Aligned, align, type Meeting, type Pair, pairOf } from "./align.ts";
import type { Side } from "./change.ts";
import { type Json, listOf, objectOf, type Path } from "./json.ts";
import type { Schemas } from "./normal.ts";
import { comparable, type OperationPair, sideBySide } from "./operations.ts";

// What is compared on its own: each operation without what it refers to, and each pair of schemas that references of
// both descriptions point to. So a schema that a hundred operations share is compared once.

/** The sides of an operation that schemas stand on. */
export type SchemaSide = Extract<Side, "request" | "response">;

/** Two values of the shape of an operation that are compared on their own. */
export interface Unit {
  readonly before: Json;
  readonly after: Json;
}

/** The schemas behind a pair of references. */
export type SharedSchema = Aligned & { readonly pair: string };

/** An operation, and what its own text refers to. */
export interface OperationUnit extends Unit {
  readonly meetings: readonly Meeting[];
}

/** Where a shared schema is first met on one side of an operation. */
export interface Reached {
  readonly pair: string;
  readonly side: SchemaSide;
  /** Where it stands in what leads to it: another shared schema, or the operation itself. */
  readonly path: Path;
  readonly from: Reached | undefined;
}

/** The way from the operation to a shared schema. */
export function wayTo({ path, from }: Reached): Path {
  return from ? [...wayTo(from), ...path] : path;
}

/** The side that a place of an operation is on. */
export function sideOf(path: Path): Side {
  const [first] = path;
  if (first === "parameters" || first === "requestBody") return "request";
  return first === "responses" ? "response" : "operation";
}

/** Where the schema of a shared schema's unit stands. */
export const schemaPath = {
  request: ["requestBody", "content", "application/json", "schema"],
  response: ["responses", "200", "content", "application/json", "schema"],
} as const satisfies Record<SchemaSide, Path>;

/** A shared schema as an operation that has nothing else. */
export function unitOf(shared: SharedSchema, side: SchemaSide): Unit {
  const wrap = (schema: unknown): Json =>
    side === "request"
      ? { requestBody: { content: { "application/json": { schema } } } }
      : { responses: { "200": { content: { "application/json": { schema } } } } };
  return { before: wrap(shared.before), after: wrap(shared.after) };
}

/** What two descriptions are taken apart into. */
export interface Comparison {
  readonly operationUnit: (pair: OperationPair) => OperationUnit;
  readonly shared: (pair: string) => SharedSchema;
  /** What an operation leads to, each shared schema once for each side, by the shortest way. */
  readonly reached: (meetings: readonly Meeting[]) => Reached[];
}

function positioned(first: Json, second: Json): [Json, Json] {
  const [one, other] = sideBySide(listOf(first.parameters), listOf(second.parameters));
  return [
    { ...first, parameters: { ...one } },
    { ...second, parameters: { ...other } },
  ];
}

function listed(value: Json): Json {
  return { ...value, parameters: Object.values(objectOf(value.parameters)) };
}

/** Takes two descriptions apart. */
export function comparisonOf(before: Description, after: Description, from: Schemas, to: Schemas): Comparison {
  const pairs = new Map<string, Pair>();
  const known = new Map<string, SharedSchema>();

  function shared(pair: string): SharedSchema {
    const found = known.get(pair);
    if (found) return found;
    const both = pairs.get(pair) ?? { before: pair, after: pair };
    const made = { pair: pairOf(both), ...align(from.behind(both.before), to.behind(both.after), from, to, pairs) };
    known.set(pair, made);
    return made;
  }

  function operationUnit(pair: OperationPair): OperationUnit {
    // Parameters stand under their numbers while they are aligned: a list is taken as a value.
    const [first, second] = positioned(comparable(before, pair.before, from), comparable(after, pair.after, to));
    const aligned = align(first, second, from, to, pairs);
    return {
      before: listed(objectOf(aligned.before)),
      after: listed(objectOf(aligned.after)),
      meetings: aligned.meetings,
    };
  }

  function reached(meetings: readonly Meeting[]): Reached[] {
    const known = { request: new Set<string>(), response: new Set<string>() };
    const queue: Reached[] = [];
    const meet = (side: SchemaSide, { pair, path }: Meeting, from?: Reached) => {
      if (known[side].has(pair)) return;
      known[side].add(pair);
      queue.push({ pair, side, path, from });
    };
    for (const meeting of meetings) {
      const side = sideOf(meeting.path);
      if (side === "request" || side === "response") meet(side, meeting);
    }
    // The queue grows while it is gone through: what is met first is met by the shortest way.
    for (const next of queue) for (const meeting of shared(next.pair).meetings) meet(next.side, meeting, next);
    return queue;
  }

  return { operationUnit, shared, reached };
}
