import type { ParameterObject, ReferenceObject, RequestBodyObject, SchemaObject } from "openapi-typescript";
import type { Field, Fields, JsonType } from "../../src/operation.ts";
import { type Description, jsonSchema, type Place, resolve } from "./description.ts";

export type Schema = SchemaObject | ReferenceObject;

/** Schemas by the name of their parameter or property, and which of them must be there. */
export interface Schemas {
  readonly schemas: Record<string, Schema>;
  readonly required: readonly string[];
}

/** A schema that says nothing. */
const anything = {} as SchemaObject;

/** A schema's properties, with those of the schemas that it is all of. */
export function propertiesOf(description: Description, schema: Schema = anything): Schemas {
  const {
    properties = {},
    required = [],
    allOf = [],
  } = resolve<SchemaObject>(description, schema) as {
    properties?: Record<string, Schema>;
    required?: string[];
    allOf?: Schema[];
  };
  const parts = allOf.map((part) => propertiesOf(description, part));
  return {
    schemas: Object.assign({}, ...parts.map((part) => part.schemas), properties),
    required: [...parts.flatMap((part) => part.required), ...required],
  };
}

/** The query parameters of an operation. */
export function queryOf(description: Description, { operation }: Place): Schemas {
  const parameters = (operation.parameters ?? []).map((one) => resolve<ParameterObject>(description, one));
  for (const { in: where, name } of parameters) {
    if (where !== "query")
      throw new Error(`${operation.operationId}: ${name} is a ${where} parameter; only query parameters are supported`);
  }
  return {
    schemas: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema ?? anything])),
    required: parameters.filter((one) => one.required).map(({ name }) => name),
  };
}

/** The fields of an operation's JSON body, `undefined` when it has none. */
export function bodyOf(description: Description, { operation }: Place): Schemas | undefined {
  const { requestBody } = operation;
  const schema = requestBody && jsonSchema(resolve<RequestBodyObject>(description, requestBody).content);
  return schema && propertiesOf(description, schema);
}

/** Whether an operation must be called with a body. */
export function isBodyRequired(description: Description, { operation }: Place): boolean {
  const { requestBody } = operation;
  return requestBody !== undefined && resolve<RequestBodyObject>(description, requestBody).required === true;
}

function fieldOf(description: Description, schema: Schema, required: boolean): Field {
  const {
    type,
    nullable,
    enum: values,
    format,
    minimum,
    maximum,
  } = resolve<SchemaObject>(description, schema) as {
    type?: JsonType | JsonType[];
    nullable?: boolean;
    enum?: unknown[];
    format?: string;
    minimum?: number;
    maximum?: number;
  };
  const types = [type ?? []].flat();
  const all = nullable && types.length > 0 ? [...types, "null" as const] : types;
  return {
    ...(all.length > 0 && { type: all.length === 1 && all[0] ? all[0] : all }),
    ...(required && { required }),
    ...(values && { enum: values }),
    ...(format === "uuid" && { format }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  };
}

/** What of these schemas is checked before sending. */
export function fieldsOf(description: Description, { schemas, required }: Schemas): Fields {
  const entries = Object.entries(schemas);
  return Object.fromEntries(
    entries.map(([name, schema]) => [name, fieldOf(description, schema, required.includes(name))]),
  );
}

/** The schema of the items that an array holds, also where it is one or many; `undefined` where it holds none. */
export function itemSchema(description: Description, schema: Schema): Schema | undefined {
  const {
    type,
    items = anything,
    oneOf = [],
    anyOf = [],
  } = resolve<SchemaObject>(description, schema) as {
    type?: unknown;
    items?: Schema;
    oneOf?: Schema[];
    anyOf?: Schema[];
  };
  if (type === "array") return items;
  return [...oneOf, ...anyOf].map((one) => itemSchema(description, one)).find((found) => found !== undefined);
}
