import type { Description } from "../generate/description.ts";
import { grouped, type Json, jsonType } from "./json.ts";
import { isFieldName } from "./public-words.ts";
import { keyOf, type Pointer, typesOf } from "./schemas.ts";
import type { AnswerPath, Sighting, Sightings } from "./sightings.ts";
import type { Violation } from "./violations.ts";

/** A place where answers and description differ. Its values are the server's: they are never shown as they are. */
export interface Difference {
  /**
   * `unknown`: a field without a description; `enum`: a value that the enum does not name; `null`: null where none is
   * described; `type`: another type; `format`: another format; `required`: a field is not there; `rule`: any other rule
   * of the schema; `status` and `media type`: of the answer as a whole.
   */
  readonly kind: "unknown" | "enum" | "null" | "type" | "format" | "required" | "rule" | "status" | "media type";
  /** The first place, as it may be shown. */
  readonly shown: string;
  /** Where it belongs: the schema of the value; of an unknown field, the schema that could name it. */
  readonly site: Pointer;
  /** The field's name (`unknown`, `required`), or the name of the rule (`rule`). */
  readonly name: string;
  /** The values that differ. */
  readonly values: readonly Json[];
  /** In how many places they are. Several keys that are data are in one place: the object that has them. */
  readonly places: number;
  /** In how many places one could have differed. */
  readonly of: number;
}

/** How Prism writes a path. */
const prismPath = (path: AnswerPath) =>
  path.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1")).join("/");

/** What rules come to; the rules about types, and the ones that only repeat what is found besides, are not among them. */
const kinds: Readonly<Record<string, Difference["kind"] | "repeats">> = {
  format: "format",
  required: "required",
  additionalProperties: "repeats",
  unevaluatedProperties: "repeats",
};

/** What a broken rule about types comes to; `undefined`: nothing of its own. */
function typeKind(description: Description, rule: string, { site, value }: Sighting): Difference["kind"] | undefined {
  const types = typesOf(description, site);
  const isOfType = types.length === 0 || types.includes(jsonType(value));
  // Every alternative that was not meant complains of the type, and the choice of them again.
  if (isOfType && rule !== "enum") return undefined;
  if (value === null) return "null";
  return isOfType ? "enum" : "type";
}

/** What a broken rule comes to; `undefined`: nothing of its own. */
function kindOf(description: Description, { rule }: Violation, sighting: Sighting): Difference["kind"] | undefined {
  if (["type", "enum", "oneOf", "anyOf"].includes(rule)) return typeKind(description, rule, sighting);
  const kind = kinds[rule] ?? "rule";
  return kind === "repeats" ? undefined : kind;
}

interface Single {
  readonly kind: Difference["kind"];
  readonly shown: string;
  readonly site: Pointer;
  readonly name: string;
  readonly value: Json;
  /** Where it is in its answer. */
  readonly place: string;
}

function singles(description: Description, { known, unknown }: Sightings, violations: readonly Violation[]): Single[] {
  const byPath = new Map(known.map((sighting) => [prismPath(sighting.path), sighting]));
  const found = new Map<string, Single>();
  for (const violation of violations) {
    const { of, path, rule, field = "" } = violation;
    if (of !== "body") {
      found.set(of, { kind: of, shown: "", site: [], name: "", value: null, place: "" });
      continue;
    }
    const sighting = byPath.get(path);
    const kind = sighting && kindOf(description, violation, sighting);
    if (!sighting || !kind) continue;
    const name = kind === "required" ? field : kind === "rule" ? rule : "";
    const { shown, site, value } = sighting;
    // One for a place, although several alternatives may complain.
    found.set(`${path} ${kind} ${name}`, { kind, shown, site, name, value, place: path });
  }
  const [first] = violations;
  // An alternative too many, for instance: the answer breaks a rule although each value is as described.
  if (first && found.size === 0) {
    const { shown = "", site = [], value = null } = byPath.get(first.path) ?? {};
    found.set("", { kind: "rule", shown, site, name: first.rule, value, place: first.path });
  }
  const fields = unknown.map(({ shown, name = "", value, holder, owner }): Single => {
    const place = prismPath(holder);
    return { kind: "unknown", shown, site: owner, name: isFieldName(name) ? name : "", value, place };
  });
  return [...found.values(), ...fields];
}

/** An answer beside its description. */
export interface Compared {
  readonly sightings: Sightings;
  readonly violations: readonly Violation[];
}

/** Where the answers of an operation and the description differ: one difference for each place of the description. */
export function differencesIn(description: Description, answers: readonly Compared[]): Difference[] {
  const all = answers.flatMap(({ sightings, violations }, answer) =>
    singles(description, sightings, violations).map((one) => ({ ...one, place: `${answer} ${one.place}` })),
  );
  const known = answers.flatMap(({ sightings }) => sightings.known);
  const places = new Map<string, number>();
  for (const { site, parts } of known) {
    for (const key of new Set([site, ...parts].map(keyOf))) places.set(key, (places.get(key) ?? 0) + 1);
  }
  return [...grouped(all, ({ kind, site, name }) => `${kind} ${name} ${keyOf(site)}`).values()].map((same) => {
    // A group has at least one.
    const { kind, shown, site, name } = same[0] as Single;
    const count = new Set(same.map(({ place }) => place)).size;
    return {
      kind,
      shown,
      site,
      name,
      values: same.map(({ value }) => value),
      places: count,
      of: places.get(keyOf(site)) ?? count,
    };
  });
}

/** The places that the description names and that no answer has, as they may be shown. */
export function neverCame(answers: readonly Compared[]): string[] {
  const objects = answers.flatMap(({ sightings }) => sightings.known.filter(({ fields }) => fields.size > 0));
  const seen = new Set(answers.flatMap(({ sightings }) => sightings.known.map(({ site }) => keyOf(site))));
  const missing = new Map<string, string>();
  for (const { fields, shown } of objects) {
    for (const [name, site] of fields) {
      const key = keyOf(site);
      if (!seen.has(key) && !missing.has(key)) missing.set(key, shown === "" ? name : `${shown}.${name}`);
    }
  }
  return [...missing.values()];
}
