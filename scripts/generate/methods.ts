import type { MediaTypeObject, ParameterObject, RequestBodyObject } from "openapi-typescript";
import type { Fields, Operation } from "../../src/operation.ts";
import { type Description, resolve } from "./description.ts";
import { propertiesOf, type Schema } from "./fields.ts";
import { hasShortName } from "./names.ts";
import { literal } from "./print.ts";
import type { Row } from "./rows.ts";

/** One method of a namespace, as it is written down. */
export interface Method {
  readonly name: string;
  /** The operation behind it. */
  readonly row: Row;
  /** What it does, in sentences. */
  readonly does: string;
  /** Its parameters as TypeScript. */
  readonly parameters: readonly string[];
  /** The type of what it resolves to. */
  readonly result: string;
  /** The arguments of an example as TypeScript. */
  readonly example: readonly string[];
}

type Values = Record<string, unknown>;

const options = "options?: CallOptions";

function inSchema({ id }: Operation): string {
  return `operations[${JSON.stringify(id)}]`;
}

function queryType(operation: Operation): string {
  return `Loose<NonNullable<${inSchema(operation)}["parameters"]["query"]>>`;
}

function bodyType(operation: Operation): string {
  return `Loose<NonNullable<${inSchema(operation)}["requestBody"]>["content"]["application/json"]>`;
}

function isNeeded(fields: Fields = {}): boolean {
  return Object.values(fields).some((field) => field.required);
}

function isBodyNeeded({ body, bodyRequired }: Operation): boolean {
  return bodyRequired || isNeeded(body);
}

/** The type of what an operation is called with. */
export function inputType(operation: Operation): string {
  const { query, body } = operation;
  const parts = [
    ...(query
      ? [isNeeded(query) ? `query: ${queryType(operation)}` : `query?: ${queryType(operation)} | undefined`]
      : []),
    ...(body
      ? [isBodyNeeded(operation) ? `body: ${bodyType(operation)}` : `body?: ${bodyType(operation)} | undefined`]
      : []),
  ];
  return parts.length > 0 ? `{ ${parts.join("; ")} }` : "{}";
}

/** The type of an operation's whole answer. */
export function answerType({ operation, success }: Row): string {
  return success.schema
    ? `${inSchema(operation)}["responses"][${success.status}]["content"]["application/json"]`
    : "unknown";
}

/** The name of the schema that a value or its items have, where it is one of the description's own. */
function schemaName(description: Description, schema: Schema): string | undefined {
  if ("$ref" in schema) return /^#\/components\/schemas\/([A-Z]\w*)$/.exec(schema.$ref ?? "")?.[1];
  const { items, oneOf = [] } = schema as { items?: Schema; oneOf?: Schema[] };
  return [...(items ? [items] : []), ...oneOf]
    .map((one) => schemaName(description, one))
    .find((name) => name !== undefined);
}

/** The type of what an answer holds under `key`; of one of them where it holds many. */
function itemType(description: Description, { operation, success }: Row, key: string): string {
  const schema = propertiesOf(description, success.schema).schemas[key];
  const name = schema && schemaName(description, schema);
  if (name !== undefined && hasShortName(name)) return name;
  return `Item<Operations[${JSON.stringify(operation.id)}]["answer"][${JSON.stringify(key)}]>`;
}

/** Example values for an operation, from the description. */
export function examplesOf(description: Description, { place }: Row): { query: Values; body: Values } {
  const parameters = (place.operation.parameters ?? []).map((one) => resolve<ParameterObject>(description, one));
  const query = Object.fromEntries(
    parameters.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example]])),
  );
  const { requestBody } = place.operation;
  const content = requestBody && resolve<RequestBodyObject>(description, requestBody).content["application/json"];
  const media = content && resolve<MediaTypeObject>(description, content);
  const [first] = Object.values((media?.examples ?? {}) as Record<string, { value?: Values }>);
  return { query, body: first?.value ?? {} };
}

function only(values: Values, fields: Fields = {}, wanted: (name: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in fields && wanted(name)));
}

/** What the namespace's noun and the description's words say a method does. */
function sentences({ place }: Row): string {
  const { summary, description } = place.operation;
  const parts = [summary, description].flatMap((part) => (part ? [part.trim().replace(/[^.!?]$/, "$&.")] : []));
  return [...new Set(parts)].join("\n\n");
}

function listMethods(description: Description, row: Row, list: NonNullable<Operation["list"]>): Method[] {
  const { operation } = row;
  const examples = examplesOf(description, row);
  const inQuery = list.in === "query";
  const left = [list.id, operation.agent && "agentSession"].filter((name) => typeof name === "string");
  const all = (inQuery ? operation.query : operation.body) ?? {};
  const fields = only(all, all, (name) => !left.includes(name)) as Fields;
  const whole = inQuery ? queryType(operation) : bodyType(operation);
  const type = left.length > 0 ? `Omit<${whole}, ${left.map((name) => JSON.stringify(name)).join(" | ")}>` : whole;
  const example = only(inQuery ? examples.query : examples.body, fields, (name) => fields[name]?.required === true);
  const result = itemType(description, row, list.items);
  const unasked = typeof list.limit !== "number" ? "" : ` Without a \`limit\`: ${list.limit} at the most.`;
  const about = list.id === undefined ? sentences(row) : `The ${operation.tag.toLowerCase()} of the account.`;
  const method: Method = {
    name: "list",
    row,
    does: `${about}${unasked}`,
    parameters: [
      Object.keys(fields).length === 0
        ? "query?: Record<string, never>"
        : `query${isNeeded(fields) ? "" : "?"}: ${type}`,
      options,
    ],
    result: `Page<${result}>`,
    example: Object.keys(example).length > 0 ? [literal(example)] : [],
  };
  if (list.id === undefined) return [method];
  const id = literal(examples.query[list.id] ?? "id");
  const does = "The one with this id. Rejects with a `NotFoundError` if there is none.";
  return [method, { name: "get", row, does, parameters: ["id: string", options], result, example: [id] }];
}

/** The methods that an operation becomes: one, or two for a list that can also give a single item; none where one is written by hand. */
export function methodsOf(description: Description, row: Row): Method[] {
  const { operation } = row;
  if (operation.handwritten) return [];
  const { verb, list, unwrap, key = "" } = operation;
  if (verb === "list" && list) return listMethods(description, row, list);
  const does = sentences(row);
  const examples = examplesOf(description, row);
  const result =
    unwrap === undefined ? `Operations[${JSON.stringify(operation.id)}]["answer"]` : itemType(description, row, unwrap);
  const id = { parameter: "id: string", example: literal(examples.query[key] ?? "id") };
  const body = { parameter: `body: ${bodyType(operation)}`, example: literal(examples.body) };
  const takes = { create: [body], update: [id, body], delete: [id] };
  if (verb === "create" || verb === "update" || verb === "delete") {
    const parameters = [...takes[verb].map((one) => one.parameter), options];
    return [{ name: verb, row, does, parameters, result, example: takes[verb].map((one) => one.example) }];
  }
  const query = only(examples.query, operation.query, (name) => operation.query?.[name]?.required === true);
  const input = literal({ ...(operation.query && { query }), ...(operation.body && { body: examples.body }) });
  const mark = isNeeded(operation.query) || isBodyNeeded(operation) ? "" : "?";
  const parameter = `input${mark}: Operations[${JSON.stringify(operation.id)}]["input"]`;
  return [{ name: operation.id, row, does, parameters: [parameter, options], result, example: [input] }];
}
