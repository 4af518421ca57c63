import { asWritten } from "./align.ts";
import type { Draft } from "./draft.ts";
import { at, isObject, isSame, type Json, mapValues, objectOf, type Path } from "./json.ts";
import type { Judged } from "./judge.ts";
import { isOfOtherSide } from "./judge-schema.ts";
import { type SchemaSide, sideOf, type Unit } from "./units.ts";

// The net under the rest: of each body, answer and parameter that differs, the types as a whole are asked too. What
// breaks there, and no single difference explained, is told as it is.

/** The ways to the schemas that both have. */
function schemaPaths(operation: Json): Path[] {
  const contents = (path: Path) =>
    Object.keys(objectOf(at(operation, [...path, "content"]))).map((type) => [...path, "content", type, "schema"]);
  const keys = (name: string) => Object.keys(objectOf(operation[name]));
  const parameters = Array.isArray(operation.parameters) ? [...operation.parameters.keys()] : [];
  return [
    ...parameters.map((index) => ["parameters", index, "schema"]),
    ...contents(["requestBody"]),
    ...keys("responses").flatMap((status) => contents(["responses", status])),
  ];
}

/** A schema without the fields that are not of this side. */
function ofSide(schema: unknown, side: SchemaSide): unknown {
  if (Array.isArray(schema)) return schema.map((one) => ofSide(one, side));
  if (!isObject(schema)) return schema;
  const fields = Object.entries(objectOf(schema.properties)).filter(([, field]) => !isOfOtherSide(field, side));
  const inner = mapValues(schema, (value) => ofSide(value, side));
  if (!isObject(schema.properties)) return inner;
  return { ...inner, properties: Object.fromEntries(fields.map(([name, field]) => [name, ofSide(field, side)])) };
}

/** What is asked of a unit as a whole. */
export function wholeDrafts(unit: Unit): Judged[] {
  return schemaPaths(unit.before).flatMap((path) => {
    const [before, after] = [unit.before, unit.after].map((one) => at(one, path));
    if (before === undefined || after === undefined || isSame(before, after)) return [];
    const side: SchemaSide = sideOf(path) === "response" ? "response" : "request";
    const level = { side, before: ofSide(asWritten(before), side), after: ofSide(asWritten(after), side) };
    const draft: Draft = { kind: "changed", what: "its type no longer fits what it was", level };
    return [{ ...draft, side, path }];
  });
}
