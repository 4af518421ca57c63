import type { Field, Operation } from "../../src/operation/table.ts";
import { pascalCase } from "../openapi/words.ts";

function fieldsIn({ query, pathFields, headerFields, cookieFields, body, wholeBody }: Operation): Field[] {
  const parts = [query, pathFields, headerFields, cookieFields, body].flatMap((fields = {}) => Object.values(fields));
  return wholeBody ? [...parts, wholeBody] : parts;
}

/** `{ type: ["string", "null"] }` → `stringOrNull`; `undefined` where more is said than a name can hold. */
function nameOf({ type, required, format, ...rest }: Field): string | undefined {
  if (type === undefined || Object.keys(rest).length > 0) return undefined;
  const types = [type].flat().map(pascalCase).join("Or");
  const name = `${required ? "Required" : ""}${pascalCase(format ?? "")}${types}Field`;
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Fields that are the same in several places, by the name that they share; and the name of each single one. */
export function sharedFields(operations: readonly Operation[]): {
  readonly shared: ReadonlyMap<string, Field>;
  readonly names: ReadonlyMap<object, string>;
} {
  const named = operations.flatMap(fieldsIn).flatMap((field) => {
    const name = nameOf(field);
    return name === undefined ? [] : [[field, name] as const];
  });
  const counts = new Map<string, number>();
  for (const [, name] of named) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = new Map(named.filter(([, name]) => (counts.get(name) ?? 0) > 1));
  return { shared: new Map([...names].map(([field, name]) => [name, field])), names };
}
