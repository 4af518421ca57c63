import { rowsOf } from "../generate/rows.ts";
import type { Description } from "../openapi/document.ts";
import { operationsOf, type Place } from "../openapi/operations.ts";
import { answerChanges } from "./answers.ts";
import { type BareChange, breakingFirst, bumpOf, type Change, type Drift, diff, type Side } from "./change.ts";
import { bothSides, comparison, type Difference, sideOf } from "./compare.ts";
import { documentChanges } from "./document.ts";
import { methodChanges, methodNames } from "./methods.ts";
import { comparable, endpointOf, matchOperations, type Pair, rowAt } from "./operations.ts";
import { securityChange } from "./security.ts";
import { whereOf } from "./where.ts";
import { quoted } from "./wording.ts";

/** Changes of an operation's method, path and security. */
function identityChanges(before: Description, after: Description, pair: Pair): BareChange[] {
  const [was, is] = [pair.before, pair.after];
  const [from, to] = [was.operation.security, is.operation.security];
  const move = `moved from ${quoted(endpointOf(was))} to ${quoted(endpointOf(is))}`;
  return [
    ...(endpointOf(was) === endpointOf(is) ? [] : [diff("path", "breaking", move)]),
    // Inherited security is reported for the document.
    ...(from === undefined && to === undefined
      ? []
      : securityChange([before, from ?? before.security], [after, to ?? after.security])),
  ];
}

/** The first method of each operation, by operationId. */
function firstMethods(description: Description): (readonly [id: string, method: string])[] {
  const rows = rowsOf(description).rows.map((row) => ({ row, methods: methodNames(description, row) }));
  return rows.flatMap(({ row, methods }) => methods.slice(0, 1).map((first) => [row.operation.id, first] as const));
}

/**
 * Finds all differences between two descriptions, and what each means to users of the client.
 *
 * A change in a shared schema is listed under every operation that uses it, once for the request and once for the
 * response, at the first place that leads to it. The descriptions must be bundled.
 *
 * @throws Error when a reference cannot be resolved
 */
export function driftOf(before: Description, after: Description): Drift {
  if (before === after) return { changes: [], bump: "none" };
  const places = operationsOf(before);
  const { both, removed, added } = matchOperations(places, operationsOf(after));
  const [from, to] = [bothSides(before), bothSides(after)];
  const differences = comparison(from, to);
  const methodsOf = methodChanges(before, after);
  const methods = new Map([...firstMethods(after), ...firstMethods(before)]);
  const ofOperation = ({ operation }: Place, one: BareChange, side: Side = "operation"): Change => {
    const method = methods.get(operation.operationId);
    return { operation: operation.operationId, ...(method !== undefined && { method }), side, ...one };
  };

  const changesOf = (pair: Pair): Change[] => {
    const [was, is] = [comparable(before, pair.before, from), comparable(after, pair.after, to)];
    const own = differences(was, is);
    const isExplained = ({ path }: Difference) =>
      own.some((one) => one.level === "breaking" && path.every((key, index) => one.path[index] === key));
    const [old, now] = [rowAt(before, pair.before), rowAt(after, pair.after)];
    const answers = old && now ? answerChanges({ row: old, form: was }, { row: now, form: is }) : [];
    const identity = [...methodsOf(pair), ...identityChanges(before, after, pair)];
    const found = [...own, ...answers.filter((one) => !isExplained(one))];
    return breakingFirst([
      ...identity.map((one) => ofOperation(pair.before, one)),
      ...found.map(({ path, ...one }) => ofOperation(pair.before, { ...one, where: whereOf(path) }, sideOf(path))),
    ]);
  };

  const byPlace = new Map(both.map((pair) => [pair.before, changesOf(pair)]));
  for (const place of removed) byPlace.set(place, [ofOperation(place, diff("", "breaking", "was removed", "removed"))]);
  const changes = [
    ...places.flatMap((place) => byPlace.get(place) ?? []),
    ...added.map((place) => ofOperation(place, diff("", "compatible", `was added: ${endpointOf(place)}`, "added"))),
    ...breakingFirst(documentChanges(before, after)),
  ];
  return { changes, bump: bumpOf(changes) };
}
