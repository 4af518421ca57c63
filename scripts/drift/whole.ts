import { asWritten } from "./align.ts";
import { at, isObject, isSame, type Json, mapValues, objectOf, field as own, type Path } from "./json.ts";
import type { Judged } from "./judge.ts";
import { isOfOtherSide } from "./judge-schema.ts";
import { type SchemaSide, sideOf, type Unit } from "./units.ts";
import { isRequired } from "./wording.ts";

// The net under the rest: of each body, answer and parameter that differs, the types as a whole are asked too. What
// breaks there, and no single difference explained, is told as it is.

/** The ways to the schemas that both have. */
function schemaPaths(operation: Json): Path[] {
  const contents = (path: Path) =>
    Object.keys(objectOf(at(operation, [...path, "content"]))).map((type) => [...path, "content", type, "schema"]);
  const parameters = Array.isArray(operation.parameters) ? [...operation.parameters.keys()] : [];
  return [
    ...parameters.map((index) => ["parameters", index, "schema"]),
    ...contents(["requestBody"]),
    ...Object.keys(objectOf(operation.responses)).flatMap((status) => contents(["responses", status])),
  ];
}

/** A schema without the fields that are the same in `other`, and without those that are not of this side. */
function relevant(schema: unknown, other: unknown, side: SchemaSide): unknown {
  if (Array.isArray(schema)) return schema;
  if (!isObject(schema)) return schema;
  const counterpart = objectOf(other);
  const inner = mapValues(schema, (value, key) =>
    key === "properties" ? {} : relevant(value, own(counterpart, key), side),
  );
  if (!isObject(schema.properties)) return inner;
  const others = objectOf(counterpart.properties);
  const fields = Object.entries(schema.properties).filter(
    ([name, field]) =>
      !isOfOtherSide(field, side) &&
      (!isSame(field, own(others, name)) || isRequired(schema, name) !== isRequired(counterpart, name)),
  );
  // One field stands for all that did not change: an object without any would be one of unknown keys.
  const kept = fields.map(([name, field]): [string, unknown] => [name, relevant(field, own(others, name), side)]);
  return { ...inner, properties: { unchanged: { type: "string" }, ...Object.fromEntries(kept) } };
}

/** What is asked of a unit as a whole. */
export function wholeDrafts(unit: Unit): Judged[] {
  return schemaPaths(unit.before).flatMap((path) => {
    const [before, after] = [unit.before, unit.after].map((one) => at(one, path));
    if (before === undefined || after === undefined || isSame(before, after)) return [];
    const side: SchemaSide = sideOf(path) === "response" ? "response" : "request";
    const [was, is] = [asWritten(before), asWritten(after)];
    const level = { side, before: relevant(was, is, side), after: relevant(is, was, side) };
    return [{ kind: "changed", what: "its type no longer fits what it was", level, side, path }];
  });
}
