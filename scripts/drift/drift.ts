import type { Description } from "../openapi/document.ts";
import { operationsOf, type Place } from "../openapi/operations.ts";
import { contentChanges } from "./answers.ts";
import { type Change, type Drift, gravestFirst, type Side, stepOf, type Told, told } from "./change.ts";
import { bothSides, comparison, type Found, sideOf } from "./compare.ts";
import { documentChanges, serverChanges } from "./document.ts";
import { methodChanges } from "./methods.ts";
import { addressOf, comparable, matchOperations, type Pair, rowAt } from "./operations.ts";
import { securityChange } from "./security.ts";
import { whereOf } from "./where.ts";
import { quoted } from "./wording.ts";

/** How an operation is reached, and who may call it. */
function identityChanges(before: Description, after: Description, pair: Pair): Told[] {
  const [was, is] = [pair.before, pair.after];
  const [from, to] = [was.operation.security, is.operation.security];
  const move = `moved from ${quoted(addressOf(was))} to ${quoted(addressOf(is))}`;
  return [
    ...(addressOf(was) === addressOf(is) ? [] : [told("path", "breaking", move)]),
    // What operations have from the document is told there.
    ...(from === undefined && to === undefined
      ? []
      : securityChange([before, from ?? before.security], [after, to ?? after.security])),
    ...serverChanges(was.servers, is.servers),
  ];
}

/** What is told of an operation as such. */
function ofOperation({ operation }: Place, { level, kind, where, what }: Told, side: Side = "operation"): Change {
  return { operation: operation.operationId, side, level, kind, where, what };
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
  const places = operationsOf(before);
  const { both, removed, added } = matchOperations(places, operationsOf(after));
  const [from, to] = [bothSides(before), bothSides(after)];
  const differences = comparison(from, to);
  const methodsOf = methodChanges(before, after);

  const changesOf = (pair: Pair): Change[] => {
    const [was, is] = [comparable(before, pair.before, from), comparable(after, pair.after, to)];
    const own = differences(was, is);
    const isExplained = ({ path }: Found) =>
      own.some((one) => one.level === "breaking" && path.every((key, index) => one.path[index] === key));
    const [old, now] = [rowAt(before, pair.before), rowAt(after, pair.after)];
    const contents = old && now ? contentChanges({ row: old, unit: was }, { row: now, unit: is }, differences) : [];
    const identity = [...methodsOf(pair), ...identityChanges(before, after, pair)];
    const found = [...own, ...contents.filter((one) => !isExplained(one))];
    return gravestFirst([
      ...identity.map((one) => ofOperation(pair.before, one)),
      ...found.map(({ path, ...one }) => ofOperation(pair.before, { ...one, where: whereOf(path) }, sideOf(path))),
    ]);
  };

  const byPlace = new Map(both.map((pair) => [pair.before, changesOf(pair)]));
  for (const place of removed) byPlace.set(place, [ofOperation(place, told("", "breaking", "was removed", "removed"))]);
  const changes = [
    ...places.flatMap((place) => byPlace.get(place) ?? []),
    ...added.map((place) => ofOperation(place, told("", "compatible", `was added: ${addressOf(place)}`, "added"))),
    ...gravestFirst(documentChanges(before, after)),
  ];
  return { changes, step: stepOf(changes) };
}
