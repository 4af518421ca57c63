import type { Description } from "../openapi/document.ts";
import { operationsOf, type Place } from "../openapi/operations.ts";
import { contentChanges } from "./answers.ts";
import { type Change, type Drift, gravestFirst, stepOf, type Told } from "./change.ts";
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
  const what = `moved from ${quoted(addressOf(was))} to ${quoted(addressOf(is))}`;
  const move: Told = { where: "path", kind: "changed", what, level: "breaking" };
  return [
    ...(addressOf(was) === addressOf(is) ? [] : [move]),
    // What operations have from the document is told there.
    ...(from === undefined && to === undefined
      ? []
      : securityChange([before, from ?? before.security], [after, to ?? after.security])),
    ...serverChanges(was.servers, is.servers),
  ];
}

/** What is told of an operation as such. */
function ofOperation({ operation }: Place, told: Told): Change {
  return { operation: operation.operationId, side: "operation", ...told };
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
    const told = [...methodsOf(pair), ...identityChanges(before, after, pair)];
    const found = [...own, ...contents.filter((one) => !isExplained(one))];
    return gravestFirst([
      ...told.map((one) => ofOperation(pair.before, one)),
      ...found.map(({ path, ...one }) => ({
        ...ofOperation(pair.before, { ...one, where: whereOf(path) }),
        side: sideOf(path),
      })),
    ]);
  };

  const byPlace = new Map(both.map((pair) => [pair.before, changesOf(pair)]));
  const gone: Told = { level: "breaking", kind: "removed", where: "", what: "was removed" };
  for (const place of removed) byPlace.set(place, [ofOperation(place, gone)]);
  const changes = [
    ...places.flatMap((place) => byPlace.get(place) ?? []),
    ...added.map((place) =>
      ofOperation(place, { ...gone, level: "compatible", kind: "added", what: `was added: ${addressOf(place)}` }),
    ),
    ...gravestFirst(documentChanges(before, after)),
  ];
  return { changes, step: stepOf(changes) };
}
