import type { JsonType, Operation } from "../../src/operation/table.ts";
import { isRecord } from "../../src/operation/values.ts";
import { type Said, type Schema, said } from "../generate/fields.ts";
import { type Description, jsonSchema, resolve } from "../openapi/document.ts";
import { operationsOf } from "../openapi/operations.ts";
import { jsonType } from "./shape.ts";

/** How deep schemas are followed into each other: one may contain itself. */
const maxDepth = 20;

/** The schema of an operation's JSON answer with this status; `undefined` if none is described. */
export function answerSchema(description: Description, operation: Operation, status: number): Schema | undefined {
  const place = operationsOf(description).find((one) => one.operation.operationId === operation.id);
  const responses: Record<string, object> = { ...place?.operation.responses };
  const key = [String(status), `${Math.floor(status / 100)}XX`, "default"].find((one) => one in responses);
  if (key === undefined) return undefined;
  return jsonSchema(resolve<{ content?: Record<string, object> }>(description, responses[key] ?? {}).content);
}

/** The types that a schema allows, `integer` beside `number`; none if it allows any. */
export function typesOf(description: Description, schema: Schema | undefined, depth = 0): JsonType[] {
  const { type, nullable, oneOf = [], anyOf = [], allOf = [] } = said(description, schema);
  // The cast: a type that JSON does not have matches no value.
  const own = [type ?? []].flat() as JsonType[];
  if (own.includes("number")) own.push("integer");
  const inner = (schemas: readonly Schema[]) =>
    depth > maxDepth ? [] : schemas.map((one) => typesOf(description, one, depth + 1));
  const branches = inner([...oneOf, ...anyOf]);
  const ofBranches = branches.some((types) => types.length === 0) ? [] : branches.flat();
  const types = [own, ofBranches, ...inner(allOf)].find((one) => one.length > 0) ?? [];
  return types.length > 0 && nullable ? [...types, "null"] : types;
}

/** Whether a schema allows the type of a value. */
export function allowsType(description: Description, schema: Schema | undefined, value: unknown): boolean {
  const types = typesOf(description, schema);
  return types.length === 0 || types.includes(jsonType(value));
}

/**
 * The schemas that together describe a value: its own, what that is all of, and one of its alternatives. That is the one
 * of the value's type that names the most of its keys, and then the fewest others.
 */
export function partsOf(description: Description, schema: Schema, value: unknown, depth = 0): Said[] {
  const own = said(description, schema);
  if (depth > maxDepth) return [own];
  const { oneOf = [], anyOf = [], allOf = [] } = own;
  const inner = (one: Schema) => partsOf(description, one, value, depth + 1);
  const keys = isRecord(value) ? Object.keys(value) : [];
  const branches = [...oneOf, ...anyOf]
    .filter((one) => allowsType(description, one, value))
    .map((one) => {
      const parts = inner(one);
      const fields = fieldsOf(parts);
      const named = keys.filter((key) => fields.has(key)).length;
      return { parts, named, others: fields.size - named };
    });
  const [best] = branches.sort((a, b) => b.named - a.named || a.others - b.others);
  return [own, ...allOf.flatMap(inner), ...(best?.parts ?? [])];
}

/** The schemas of the fields that these schemas name, by name. */
export function fieldsOf(parts: readonly Said[]): Map<string, Schema> {
  return new Map(parts.flatMap(({ properties = {} }) => Object.entries(properties)));
}
