import type { Side } from "./change.ts";
import type { Draft } from "./draft.ts";
import { at, isSame, objectOf, type Path } from "./json.ts";
import { judgeOperation, namedPath, subjectOf } from "./judge-operation.ts";
import { isOfOtherSide, isShape, judgeSchema } from "./judge-schema.ts";
import { isDocumentation } from "./keywords.ts";
import { locate, type SchemaPlace } from "./locate.ts";
import type { Finding } from "./structure.ts";
import { type SchemaSide, sideOf, type Unit } from "./units.ts";

/** A change of a unit, before the types were asked, and the way to it. */
export interface Judged extends Draft {
  readonly side: Side;
  /** The way to what is named. */
  readonly path: Path;
}

function schemaSide(path: Path): SchemaSide {
  return sideOf(path) === "response" ? "response" : "request";
}

function isUnder(path: Path, above: Path): boolean {
  return above.every((key, index) => path[index] === key);
}

/** Whether a place is in a field of the other side, itself included. What neither describes is on both sides. */
function isForeign(unit: Unit, path: Path, side: SchemaSide): boolean {
  return path.some((_, index) => {
    if (path[index - 1] !== "properties") return false;
    const fields = [unit.before, unit.after].flatMap((one) => at(one, path.slice(0, index + 1)) ?? []);
    return fields.length > 0 && fields.every((field) => isOfOtherSide(field, side));
  });
}

function schemaChanges(unit: Unit, place: SchemaPlace): Judged[] {
  const { node, keyword, key } = place;
  const side = schemaSide(node);
  const isField = keyword === "properties" || keyword === "required";
  const field = key !== undefined && isField ? ["properties", key] : [];
  if (isForeign(unit, [...node, ...field], side)) return [];
  const [before, after] = [unit.before, unit.after].map((one) => objectOf(at(one, node)));
  if (before === undefined || after === undefined) return [];
  const drafts = judgeSchema({ side, keyword, ...(key !== undefined && { key }), before, after });
  return drafts.map((draft) => ({ ...draft, side, path: [...node, ...field] }));
}

/** One place for all findings that are told together: the same keyword, or together what a value is. */
function distinct(places: readonly SchemaPlace[]): SchemaPlace[] {
  const known = new Map<string, SchemaPlace>();
  for (const { node, keyword, key } of places) {
    const isWhole = isShape({ keyword, key });
    const place = { node, keyword: isWhole ? "type" : keyword, ...(key !== undefined && { key }) };
    const id = JSON.stringify([node, place.keyword, key]);
    if (!known.has(id)) known.set(id, place);
  }
  return [...known.values()];
}

/** Without what only follows from a value having become another kind of value. */
function withoutConsequences(unit: Unit, places: readonly SchemaPlace[]): SchemaPlace[] {
  const retyped = places.filter(({ node, keyword }) => {
    const [was, is] = [unit.before, unit.after].map((one) => objectOf(at(one, node)).type);
    return isShape({ keyword }) && was !== undefined && is !== undefined && !isNumeric(was, is) && !isSame(was, is);
  });
  return places.filter(
    (place) =>
      isDocumentation(place.keyword) ||
      !retyped.some((above) => above !== place && isUnder(place.node, above.node) && place.keyword !== "nullable"),
  );
}

/** Bounds go on to mean the same when an integer becomes a number. */
function isNumeric(...types: readonly unknown[]): boolean {
  return types.every((type) => type === "integer" || type === "number");
}

/** What a unit's differences mean, as far as the structure tells. */
export function judge(unit: Unit, findings: readonly Finding[]): Judged[] {
  const places: SchemaPlace[] = [];
  const others = new Map<string, Finding>();
  for (const finding of findings) {
    const place = locate(finding, unit);
    if (place) places.push(place);
    else others.set(JSON.stringify([finding.action, subjectOf(finding.path)]), finding);
  }
  const outside = [...others.values()].map((finding) => ({
    ...judgeOperation(finding, unit),
    side: sideOf(finding.path),
    path: namedPath(finding.path),
  }));
  return [...outside, ...withoutConsequences(unit, distinct(places)).flatMap((place) => schemaChanges(unit, place))];
}
