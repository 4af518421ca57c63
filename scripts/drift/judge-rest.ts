import type { Difference, Draft } from "./draft.ts";
import type { Json } from "./json.ts";
import type { SchemaSide } from "./units.ts";
import { isNothing, typeText } from "./wording.ts";

/** An object with a known field, so that it is not one of unknown keys. */
const objectStub = { type: "object", properties: { known: { type: "string" } } };

/** What a schema says of the rest: of the fields or items beyond those that it describes one by one. */
interface Rest {
  readonly was: unknown;
  readonly is: unknown;
  /** As in `other fields`. */
  readonly name: string;
  /** A schema that has nothing but this rest. */
  readonly asSchema: (rest: unknown) => Json;
}

function restDraft(side: SchemaSide, { was, is, name, asSchema }: Rest): Draft {
  const isNone = (value: unknown) => value === false || isNothing(value);
  const text = (value: unknown) => (isNone(value) ? "none" : value === undefined ? "any" : typeText(value));
  const what = `${name} changed from ${text(was)} to ${text(is)}`;
  // Types show neither that something is closed nor that it was open without saying what for.
  const isNarrower = side === "request" && (isNone(is) || was === undefined);
  if (isNarrower || isNone(was) || isNone(is)) {
    return { kind: "changed", what, level: isNarrower ? "breaking" : "compatible" };
  }
  return { kind: "changed", what, level: { side, before: asSchema(was), after: asSchema(is) } };
}

/** What an object may hold besides the fields that are named. */
export function additionalDraft({ side, before, after }: Difference): Draft {
  const asSchema = (rest: unknown) => ({ ...objectStub, ...(rest !== undefined && { additionalProperties: rest }) });
  const [was, is] = [before.additionalProperties, after.additionalProperties];
  return restDraft(side, { was, is, name: "other fields", asSchema });
}

/** Beside `prefixItems`, `items` is about the items after them. */
export function furtherItemsDraft({ side, before, after }: Difference): Draft {
  const asSchema = (rest: unknown) => ({ type: "array", ...(rest !== undefined && { items: rest }) });
  return restDraft(side, { was: before.items, is: after.items, name: "further items", asSchema });
}
