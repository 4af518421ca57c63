import type { ParameterObject } from "openapi-typescript";
import type { ApiTexts, JsonSchema, OperationTexts } from "../../src/mcp/texts.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { type Json, mapObjects } from "../openapi/walk.ts";
import type { Destination } from "./destination.ts";
import type { Schema, Schemas } from "./fields.ts";
import { normalized } from "./normalize.ts";
import { literal } from "./print.ts";
import type { Row } from "./rows.ts";

// The texts and schemas that a model reads to call an operation.

/** Keywords that JSON Schema lacks, or that only cost tokens. */
const left = new Set(["example", "examples", "nullable", "discriminator", "xml", "externalDocs"]);

const prefix = "#/components/schemas/";

/** A schema for each type: some models' providers know no lists of types. */
function split({ type, description, enum: values, ...rest }: Json, types: readonly unknown[]): Json {
  const others = types.filter((one) => one !== "null");
  const kinds = type === undefined ? [{}] : others.map((one) => ({ type: one }));
  const named = Array.isArray(values) ? { enum: values.filter((one) => one !== null) } : {};
  const parts = kinds.map((kind) => ({ ...kind, ...rest, ...named }));
  const all = types.includes("null") ? [...parts, { type: "null" }] : parts;
  return { ...(description !== undefined && { description }), anyOf: all };
}

/** Writes one schema of a description as JSON Schema. */
function asJsonSchema(schema: Json, isMap: boolean): Json {
  if (isMap) return schema;
  const own = Object.fromEntries(Object.entries(schema).filter(([key]) => !left.has(key) && !key.startsWith("x-")));
  const { $ref: reference, type } = own;
  if (typeof reference === "string") own.$ref = reference.replace(prefix, "#/$defs/");
  const types = [type ?? [], schema.nullable === true ? "null" : []].flat();
  return types.length > 1 || schema.nullable === true ? split(own, types) : own;
}

// The cast: only the maps' values change, and objects stay objects.
const jsonSchema = (schema: unknown) => mapObjects(schema, asJsonSchema) as JsonSchema;

/** The schema of an object with these properties; `undefined` if there are none. */
function objectSchema({ schemas, required }: Schemas): JsonSchema | undefined {
  if (Object.keys(schemas).length === 0) return undefined;
  return { type: "object", properties: jsonSchema({ properties: schemas }).properties, required };
}

/** Parameters, each with its own description instead of its schema's. */
function described(description: Description, { place }: Row, where: "query" | "path", part: Schemas): Schemas {
  const all = (place.operation.parameters ?? []).map((one) => resolve<ParameterObject>(description, one));
  const own = all.filter((one) => one.in === where && one.description !== undefined);
  const texts = new Map(own.map(({ name, description: text }) => [name, { description: text }]));
  const withText = ([name, schema]: [string, Schema]) => [name, { ...schema, ...texts.get(name) }] as const;
  return { ...part, schemas: Object.fromEntries(Object.entries(part.schemas).map(withText)) };
}

/** The schema of a body. That of an agent lacks the session, which the agent's handle adds. */
function bodySchema({ body, operation }: Row): JsonSchema | undefined {
  if (!body || !operation.agent) return body && jsonSchema(body.content.schema);
  const { agentSession: _, ...schemas } = body.fields.schemas;
  return objectSchema({ schemas, required: body.fields.required.filter((name) => name !== "agentSession") });
}

/** Leaves out what is absent. */
function present<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  // The cast: what is undefined has gone.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

function textsOf(description: Description, row: Row): OperationTexts {
  const { parameters, success, place, answers } = row;
  const { summary: title, description: text } = place.operation;
  const input = {
    query: objectSchema(described(description, row, "query", parameters.query)),
    path: objectSchema(described(description, row, "path", parameters.path)),
    body: bodySchema(row),
  };
  const answer = success.schema && jsonSchema(answers[0]?.content?.schema);
  return { ...present({ title, description: text, answer }), input: present(input) };
}

/** Builds the texts of all operations, and the schemas that they refer to. */
export function apiTexts(description: Description, rows: readonly Row[]): ApiTexts {
  const own = normalized(description);
  const operations = Object.fromEntries(rows.map((row) => [row.operation.id, textsOf(own, row)]));
  const schemas = Object.entries(Object(own.components?.schemas)).map(([name, schema]) => [name, jsonSchema(schema)]);
  return { operations, schemas: Object.fromEntries(schemas) };
}

/** Writes `tools.ts`: what `npx wipsy-client mcp` tells a model about each operation. */
export function toolsFile(description: Description, rows: readonly Row[], { notice, imports }: Destination): string {
  return `${notice}

${imports(["ApiTexts"])}

/** What the description says of each operation in words and schemas, for the tools of \`npx wipsy-client mcp\`. */
export const texts: ApiTexts = ${literal(apiTexts(description, rows), 3)};
`;
}
