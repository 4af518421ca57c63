import type { Field, Operation, OperationTable } from "../../src/operation/table.ts";
import type { Description } from "../openapi/document.ts";
import { pascalCase } from "../openapi/words.ts";
import type { House } from "./house.ts";
import { literal } from "./print.ts";
import type { Row } from "./rows.ts";
import { apiKeyHeader } from "./security.ts";
import { serverOf } from "./servers.ts";

function fieldsIn({ query, pathFields, headerFields, body, wholeBody }: Operation): Field[] {
  const parts = [query, pathFields, headerFields, body].flatMap((fields = {}) => Object.values(fields));
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
function sharedFields(operations: readonly Operation[]): {
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

/** The operation table, without types. */
export function tableOf(description: Description, rows: readonly Row[]): OperationTable<never> {
  return {
    version: String(description.info.version),
    server: serverOf(description).url,
    apiKeyHeader: apiKeyHeader(description),
    rows: Object.fromEntries(rows.map(({ operation }) => [operation.id, operation])),
  };
}

/** `operations.ts`: the operation table, with one row per operation. */
export function operationsFile(description: Description, rows: readonly Row[], house: House): string {
  const table = tableOf(description, rows);
  const { shared, names } = sharedFields(Object.values(table.rows));
  const constants = [...shared].map(([name, field]) => `const ${name} = ${literal(field)} as const;\n`);
  return `${house.notice}

${house.imports(["OperationTable"])}
import type { Types } from "${house.file("resources")}";

${constants.length > 0 ? `${constants.join("")}\n` : ""}/** The operation table: what a client knows of this description and each of its operations at run time. */
export const operations: OperationTable<Types> = ${literal(table, 3, "", names)} as const;
`;
}
