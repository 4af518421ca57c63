import type { Evidence } from "../../src/operation/table.ts";
import type { Description } from "../generate/description.ts";
import { type Outcome, responseAt } from "./check.ts";
import type { Difference } from "./differences.ts";
import { counted, jsonType } from "./json.ts";
import { isEnumWord } from "./public-words.ts";
import { keyOf, objectAt, type Pointer } from "./schemas.ts";
import type { Sighting } from "./sightings.ts";

/** A part that could now be marked as documented, or why a schema or an answer could not. */
export interface Mark {
  readonly at: Pointer;
  /** `Contact`, `Contact.city`, `getChats 200`. */
  readonly name: string;
  /** How it is marked now. */
  readonly now: Evidence;
  /** In how many objects it was seen. */
  readonly seen: number;
  /** What keeps it from being marked; empty: nothing. */
  readonly waitsFor: readonly string[];
  /** Fields whose own marks then say no more than what is around them. */
  readonly covers: readonly Pointer[];
}

/** A schema with fields, with all that was seen of it. */
interface Holder {
  readonly schema: Pointer;
  /** What carries its mark: itself, or the response that it is the whole of. */
  readonly at: Pointer;
  readonly name: string;
  readonly fields: ReadonlyMap<string, Pointer>;
}

const markOf = (description: Description, at: Pointer) =>
  objectAt(description, at)["x-evidence"] as Evidence | undefined;

/** How well a part is known: by its own mark, or that of the nearest part around it. */
function evidenceAt(description: Description, at: Pointer): Evidence {
  for (let length = at.length; length > 0; length--) {
    const mark = markOf(description, at.slice(0, length));
    if (mark) return mark;
  }
  return "documented";
}

/** A schema as people call it: by its component, then its fields. */
function nameOf([first, second, ...rest]: Pointer): string {
  const words = first === "components" && second === "schemas" ? rest : [second ?? "", ...rest];
  return words.filter((word) => word !== "properties").join(".");
}

function holdersIn(description: Description, { operation, checked }: Outcome): Holder[] {
  const objects = checked
    .filter(({ succeeded }) => succeeded)
    .flatMap(({ answer: { status }, sightings }) => sightings.known.map((sighting) => ({ status, sighting })))
    .filter(({ sighting }) => jsonType(sighting.value) === "object");
  return objects.flatMap(({ status, sighting }) => {
    const response = sighting.path.length === 0 ? responseAt(description, operation, status) : undefined;
    return sighting.parts.map((schema): Holder => {
      const fields = new Map([...sighting.fields].filter(([, site]) => keyOf(site.slice(0, -2)) === keyOf(schema)));
      // A component has a mark of its own, wherever it is the whole of an answer.
      if (response === undefined || schema[0] !== "paths") return { schema, at: schema, name: nameOf(schema), fields };
      return { schema, at: response, name: `${operation.id} ${status}`, fields };
    });
  });
}

/** What of an answer is found to be as described: by its site, whether a value came that was no null. */
function cameFully(outcomes: readonly Outcome[]): Set<string> {
  const sightings: Sighting[] = outcomes.flatMap(({ checked }) =>
    checked.filter(({ succeeded }) => succeeded).flatMap((one) => one.sightings.known),
  );
  return new Set(sightings.filter(({ value }) => value !== null).map(({ site }) => keyOf(site)));
}

/** Whether a patch does not settle all of a difference: whoever reads the report has to. */
export function isForHumans({ kind, name, values }: Difference): boolean {
  if (kind === "enum") return !values.every(isEnumWord);
  return kind === "unknown" ? name === "" : kind !== "null";
}

/** Which parts with a mark could now be marked as documented, and what the others wait for. */
export function marksFrom(description: Description, outcomes: readonly Outcome[]): Mark[] {
  const came = cameFully(outcomes);
  const open = new Set(
    outcomes.flatMap(({ differences }) => differences.filter(isForHumans).map(({ site }) => keyOf(site))),
  );
  const isKnown = (site: Pointer) => came.has(keyOf(site)) && !open.has(keyOf(site));
  const all = outcomes.flatMap((outcome) => holdersIn(description, outcome));
  const holders = new Map(all.map((holder) => [keyOf(holder.at), holder]));
  const counts = new Map(counted(all.map((holder) => keyOf(holder.at))));
  return [...holders.values()].flatMap(({ schema, at, name, fields }): Mark[] => {
    const seen = counts.get(keyOf(at)) ?? 0;
    const unknown = [...fields].filter(([, site]) => !isKnown(site)).map(([field]) => field);
    // What is left to humans may be the schema's own, with all its fields as described.
    const waitsFor = unknown.length === 0 && open.has(keyOf(schema)) ? ["itself"] : unknown;
    const own = markOf(description, at);
    const now = own ?? evidenceAt(description, at);
    const carries = own !== undefined || keyOf(at) !== keyOf(schema);
    const isMarked = carries && now !== "documented";
    const whole = isMarked && waitsFor.length === 0;
    // In a partial schema, what is listed is documented already.
    const weak = [...fields].filter(
      ([, site]) => (markOf(description, site) ?? (now === "inferred" ? now : "documented")) !== "documented",
    );
    const covers = weak.map(([, site]) => site).filter((site) => markOf(description, site) !== undefined);
    if (whole) return [{ at, name, now, seen, waitsFor: [], covers }];
    const single = weak
      .filter(([, site]) => isKnown(site))
      .map(([field, site]) => ({
        at: site,
        name: `${name}.${field}`,
        now: evidenceAt(description, site),
        seen,
        waitsFor: [],
        covers: [],
      }));
    return [...(isMarked ? [{ at, name, now, seen, waitsFor, covers: [] }] : []), ...single];
  });
}
