import type { Difference, Draft } from "./draft.ts";
import { isSame, type Json, listOf, only } from "./json.ts";
import { constKey } from "./keywords.ts";
import { listed, missingIn } from "./wording.ts";

/** A constant, or that it became one or is none any more, where something differs by that. */
function constDrafts({ side, before, after }: Difference): Draft[] {
  const values = (schema: Json) => only(schema, ["enum", constKey]);
  const draft = (what: string): Draft => {
    return { kind: "changed", what, level: { side, before: values(before), after: values(after) } };
  };
  const [was, is] = [listed(listOf(before.enum)), listed(listOf(after.enum))];
  if (was !== is) return [draft(`is always ${is} now, no longer ${was}`)];
  // What is sent must be it in any case.
  if (side === "request") return [];
  return [draft(after[constKey] === true ? `is always ${is} now` : `can be other than ${was} now`)];
}

/** What it means that the values which a schema names are others. */
export function enumDrafts(difference: Difference): Draft[] {
  const { side, before, after } = difference;
  const [was, is] = [before.enum, after.enum];
  const isConst = [before, after].filter((schema) => schema[constKey] === true).length;
  if (isConst === 2 || (isConst === 1 && isSame(was, is))) return constDrafts(difference);
  const withEnum = (schema: Json, values: unknown) => ({
    ...only(before, ["type"]),
    ...only(schema, [constKey]),
    ...(values !== undefined && { enum: values }),
  });
  const draft = (what: string, values: unknown): Draft => {
    return { kind: "changed", what, level: { side, before: withEnum(before, was), after: withEnum(after, values) } };
  };
  if (!Array.isArray(was)) return [draft(`is limited to ${listed(listOf(is))} now`, is)];
  if (!Array.isArray(is)) return [draft(`is no longer limited to ${listed(was)}`, undefined)];
  const [lost, gained] = [missingIn(is, was), missingIn(was, is)];
  const kept = was.filter((value) => !lost.includes(value));
  return [
    ...(lost.length > 0 ? [draft(`enum lost ${listed(lost)}`, kept.length > 0 ? kept : is)] : []),
    ...(gained.length > 0 ? [draft(`enum gained ${listed(gained)}`, [...was, ...gained])] : []),
  ];
}
