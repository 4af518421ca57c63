import type { CompareRules } from "api-smart-diff";
import type { Description } from "../openapi/document.ts";
import { operationsOf, type Place } from "../openapi/operations.ts";
import type { Json } from "../openapi/walk.ts";
import { contentChanges } from "./answers.ts";
import { type Change, type Drift, gravestFirst, type Side, stepOf } from "./change.ts";
import { type Compared, compared, type Found, levelAt, type Meeting } from "./compare.ts";
import { documentChanges, serverChanges } from "./document.ts";
import type { Path } from "./json.ts";
import { methodChanges } from "./methods.ts";
import { type SchemaSide, schemasOf } from "./normal.ts";
import { addressOf, comparable, matchOperations, type Pair, rowsByAddress } from "./operations.ts";
import { operationRules, schemaRules } from "./rules.ts";
import { securityChange } from "./security.ts";
import { whereOf } from "./where.ts";
import { quoted } from "./wording.ts";

// Each operation is compared by itself, and so is each pair of schemas that references of both descriptions meet at:
// what a hundred operations share is compared once, and told under each of them.

/** A pair of shared schemas where an operation first leads to it on one side. */
interface Reached extends Meeting {
  readonly side: SchemaSide;
}

function sideOf([first]: Path): Side {
  if (first === "parameters" || first === "requestBody") return "request";
  return first === "responses" ? "response" : "operation";
}

/** Compares the schemas of two descriptions. */
function comparison(before: Description, after: Description) {
  const sides = (description: Description) => ({
    request: schemasOf(description, "request"),
    response: schemasOf(description, "response"),
  });
  const [from, to] = [sides(before), sides(after)];
  const rules: Record<SchemaSide, CompareRules> = {
    request: schemaRules("request", from.request, to.request),
    response: schemaRules("response", from.response, to.response),
  };
  const around = operationRules(rules.request, rules.response);
  const known = new Map<string, Compared>();

  const keyOf = ({ side, before: one, after: other }: Reached) => `${side} ${one} ${other}`;

  function shared(reached: Reached): Compared {
    const { side } = reached;
    const found =
      known.get(keyOf(reached)) ??
      compared(from[side].behind(reached.before), to[side].behind(reached.after), rules[side]);
    known.set(keyOf(reached), found);
    return found;
  }

  /** With what is behind references: each pair once for each side, by the shortest path. */
  function withShared({ found, meetings }: Compared, sideAt: (path: Path) => SchemaSide): Found[] {
    const seen = new Set<string>();
    const queue: Reached[] = [];
    const meet = (one: Reached) => {
      if (seen.has(keyOf(one))) return;
      seen.add(keyOf(one));
      queue.push(one);
    };
    for (const meeting of meetings) meet({ ...meeting, side: sideAt(meeting.path) });
    // The queue grows while it is gone through.
    for (const { side, path, ...both } of queue) {
      for (const meeting of shared({ side, path, ...both }).meetings) {
        meet({ ...meeting, side, path: [...path, ...meeting.path] });
      }
    }
    return [
      ...found,
      ...queue.flatMap((one) =>
        shared(one).found.map((change) => {
          const path = [...one.path, ...change.path];
          return { ...change, path, level: levelAt(path, change.level) };
        }),
      ),
    ];
  }

  return {
    operations: (one: Json, other: Json) =>
      withShared(compared(one, other, around), (path) => (sideOf(path) === "response" ? "response" : "request")),
    fits: (side: SchemaSide, one: Json, other: Json) =>
      withShared(compared(one, other, rules[side]), () => side).every(({ level }) => level !== "breaking"),
    units: ({ before: one, after: other }: Pair): [Json, Json] => [
      comparable(before, one, from),
      comparable(after, other, to),
    ],
  };
}

/** How an operation is reached, and who may call it. */
function identityChanges(
  before: Description,
  after: Description,
  pair: Pair,
): Pick<Change, "where" | "level" | "kind" | "what">[] {
  const [was, is] = [pair.before, pair.after];
  const [from, to] = [was.operation.security, is.operation.security];
  const what = `moved from ${quoted(addressOf(was))} to ${quoted(addressOf(is))}`;
  return [
    ...(addressOf(was) === addressOf(is) ? [] : [{ where: "path", kind: "changed", what, level: "breaking" } as const]),
    // What operations have from the document is told there.
    ...(from === undefined && to === undefined
      ? []
      : securityChange([before, from ?? before.security], [after, to ?? after.security])),
    ...serverChanges(was.servers, is.servers),
  ];
}

function gone({ operation: { operationId } }: Place): Change {
  return {
    operation: operationId,
    side: "operation",
    level: "breaking",
    kind: "removed",
    where: "",
    what: "was removed",
  };
}

function come(place: Place): Change {
  const what = `was added: ${addressOf(place)}`;
  return {
    operation: place.operation.operationId,
    side: "operation",
    level: "compatible",
    kind: "added",
    where: "",
    what,
  };
}

/**
 * Everything that differs between two descriptions, and what it means to users of the client.
 *
 * A change in a schema that operations share is told under each of them, for the request and for the response, once, at
 * the place where it is met first. Neither description is changed. References must point within their description.
 *
 * @throws Error when a reference points to nothing
 */
export function driftOf(before: Description, after: Description): Drift {
  if (before === after) return { changes: [], step: "none" };
  const { operations, fits, units } = comparison(before, after);
  const places = operationsOf(before);
  const { both, removed, added } = matchOperations(places, operationsOf(after));
  const methodsOf = methodChanges(before, after);

  const changesOf = (pair: Pair): Change[] => {
    const operation = pair.before.operation.operationId;
    const [was, is] = units(pair);
    const [old, now] = [
      rowsByAddress(before).get(addressOf(pair.before)),
      rowsByAddress(after).get(addressOf(pair.after)),
    ];
    const contents = old && now ? contentChanges({ row: old, unit: was }, { row: now, unit: is }, fits) : [];
    const own = operations(was, is);
    const isExplained = ({ path }: Found) =>
      own.some((one) => one.level === "breaking" && path.every((key, index) => one.path[index] === key));
    const found = [...own, ...contents.filter((one) => !isExplained(one))];
    return gravestFirst([
      ...[...methodsOf(pair), ...identityChanges(before, after, pair)].map(
        (change): Change => ({ operation, side: "operation", ...change }),
      ),
      ...found.map(
        ({ path, ...change }): Change => ({ operation, side: sideOf(path), ...change, where: whereOf(path) }),
      ),
    ]);
  };

  const told = new Map(both.map((pair) => [pair.before, changesOf(pair)]));
  for (const place of removed) told.set(place, [gone(place)]);
  const changes = [
    ...places.flatMap((place) => told.get(place) ?? []),
    ...added.map(come),
    ...gravestFirst(documentChanges(before, after)),
  ];
  return { changes, step: stepOf(changes) };
}
