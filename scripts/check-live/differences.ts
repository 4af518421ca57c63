import type { Schema } from "../generate/fields.ts";
import { groupBy } from "../generate/print.ts";
import type { Description } from "../openapi/document.ts";
import { allowsType } from "./schemas.ts";
import type { DescribedValue, Spot, Values } from "./values.ts";
import type { Violation } from "./violations.ts";

/** How an answer differs from the description. `rule`: by a JSON Schema keyword that no other kind is about. */
export type Kind = "undescribed" | "enum" | "null" | "type" | "format" | "required" | "rule" | "status" | "media type";

/** A value that differs. */
interface Finding extends Spot {
  readonly kind: Kind;
  /** The field (`undescribed`, `required`) or the keyword (`rule`). */
  readonly name: string;
}

/** One way in which values differ from one schema. The values are the account's data: never show them as they are. */
export interface Difference extends Omit<Finding, "path" | "value"> {
  readonly values: readonly unknown[];
  /** How many values of the schema differ. */
  readonly count: number;
  /** How many values of the schema there are. */
  readonly of: number;
}

/** An answer beside its description. */
export interface Compared extends Values {
  readonly violations: readonly Violation[];
}

/** The kind that a broken rule comes to; `undefined` if it only repeats another one. */
function kindOf(description: Description, rule: string, { schema, value }: Spot): Kind | undefined {
  if (rule === "format" || rule === "required") return rule;
  if (rule === "additionalProperties" || rule === "unevaluatedProperties") return undefined;
  if (!["enum", "type", "oneOf", "anyOf"].includes(rule)) return "rule";
  // The alternatives that were not meant break their rules of type, too.
  const isOfType = allowsType(description, schema, value);
  if (isOfType && rule !== "enum") return undefined;
  if (value === null) return "null";
  return isOfType ? "enum" : "type";
}

function findingsIn(description: Description, { described, undescribed, violations }: Compared): Finding[] {
  const byPath = new Map<string, DescribedValue>(described.map((one) => [one.path, one]));
  const whole: Spot = { path: "", shown: "", schema: undefined, value: null };
  const found = violations.flatMap(({ of, path, rule, field = "" }): Finding[] => {
    if (of !== "body") return [{ ...whole, kind: of, name: "" }];
    const spot = byPath.get(path);
    const kind = spot && kindOf(description, rule, spot);
    return kind ? [{ ...spot, kind, name: kind === "rule" ? rule : field }] : [];
  });
  const [first] = violations;
  // Alternatives can break a rule together, as when a value fits two of them.
  if (first && found.length === 0 && undescribed.length === 0)
    found.push({ ...(byPath.get(first.path) ?? whole), kind: "rule", name: first.rule });
  // Several alternatives may break the same rule at the same place.
  const distinct = new Map(found.map((one) => [`${one.path} ${one.kind} ${one.name}`, one]));
  return [...distinct.values(), ...undescribed.map((one) => ({ ...one, kind: "undescribed" as const }))];
}

/** Where an operation's answers differ from the description: one difference for each schema and way to differ. */
export function differencesIn(description: Description, answers: readonly Compared[]): Difference[] {
  const used = answers.flatMap(({ described }) => described).flatMap((one) => [...new Set([one.schema, ...one.parts])]);
  const found = answers.flatMap((answer, index) =>
    findingsIn(description, answer).map((one) => ({ ...one, path: `${index} ${one.path}` })),
  );
  const groups = groupBy(found, ({ schema, kind, name }) => `${used.indexOf(schema)} ${kind} ${name}`);
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    // Several keys that are data, in one object, are one place.
    const count = new Set(same.map(({ path }) => path)).size;
    const of = used.filter((schema) => schema === first?.schema).length || count;
    return first ? [{ ...first, values: same.map(({ value }) => value), count, of }] : [];
  });
}

/** The described fields that no answer has, as they may be shown. */
export function neverSeen(answers: readonly Compared[]): string[] {
  const described = answers.flatMap((one) => one.described);
  const missing = new Map<Schema | undefined, string>();
  for (const { fields, shown } of described) {
    for (const [name, schema] of fields) {
      if (!missing.has(schema)) missing.set(schema, shown === "" ? name : `${shown}.${name}`);
    }
  }
  for (const { schema } of described) missing.delete(schema);
  return [...missing.values()];
}
