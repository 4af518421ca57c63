import type { Field, Fields, ListShape } from "../../src/operation/table.ts";
import { isRecord } from "../../src/operation/values.ts";
import { wordsOf } from "../openapi/casing.ts";
import type { Description } from "../openapi/document.ts";
import { memoized } from "../openapi/memoize.ts";
import { propertiesOf, type Schema } from "./fields.ts";
import { iterateComment } from "./iterate-comment.ts";
import { normalized } from "./normalize.ts";
import { literal } from "./print.ts";
import type { Row } from "./rows.ts";
import { contentSample, parameterSample } from "./samples.ts";
import { shortNames } from "./short-names.ts";
import { bodyTypeOf, type InputPart, inputParts, inputType, isNeeded, partType } from "./types.ts";

/** A generated method of a namespace. */
export interface Method {
  readonly name: string;
  /** The operation it calls. */
  readonly row: Row;
  /** Its description in the doc comment. */
  readonly does: string;
  /** Its parameters, as TypeScript. */
  readonly parameters: readonly string[];
  /** Its return type. */
  readonly result: string;
  /** The input type, exported as the row's `inputName`, with the noun its doc comment uses. */
  readonly takes?: { readonly what: string; readonly type: string };
  /** The arguments of an example call, as TypeScript; `undefined` if no example is certain to compile. */
  readonly example: readonly string[] | undefined;
}

type Values = Record<string, unknown>;

/** The body field that an agent's handle adds, so its methods do not take it. */
const session = "agentSession";

const optionsOf = ({ operation }: Row) => `options?: ${operation.effect === "write" ? "WriteOptions" : "CallOptions"}`;

/** Returns the name of the schema that a value, its items or one of its alternatives refers to. */
function schemaName(description: Description, schema: Schema): string | undefined {
  if (typeof schema !== "object") return undefined;
  if ("$ref" in schema) return /^#\/components\/schemas\/([A-Z]\w*)$/.exec(schema.$ref ?? "")?.[1];
  const { items, oneOf = [] } = schema as { items?: Schema; oneOf?: Schema[] };
  return [...(items ? [items] : []), ...oneOf]
    .map((one) => schemaName(description, one))
    .find((name) => name !== undefined);
}

/** Returns the type of an answer's property; the item type if the property is an array. */
function itemType(description: Description, { operation, success }: Row, key: string): string {
  const schema = propertiesOf(description, success.schema).schemas[key];
  const own = schema && schemaName(description, schema);
  const name = own === undefined ? undefined : shortNames(description).get(own);
  if (name !== undefined) return name;
  return `Item<Operations[${JSON.stringify(operation.id)}]["answer"][${JSON.stringify(key)}]>`;
}

/** Picks the values of the required fields; `undefined` if one is missing. */
function needed(fields: Fields, values: Values): Values | undefined {
  const names = Object.keys(fields).filter((name) => fields[name]?.required);
  const picked = Object.fromEntries(names.map((name) => [name, values[name]]));
  return names.every((name) => Object.hasOwn(values, name)) ? picked : undefined;
}

/** Returns an example of one input part: only required parameters, but the whole body. */
function exampleOf(description: Description, row: Row, { name, fields = {} }: InputPart): unknown {
  if (name !== "body") {
    const samples = Object.keys(fields).map((one) => [one, parameterSample(description, row, name, one)]);
    return needed(fields, Object.fromEntries(samples.filter(([, value]) => value !== undefined)));
  }
  const body = contentSample(description, row.body?.content);
  if (!isRecord(body)) return body;
  const { [session]: _, ...own } = body;
  return session in fields ? body : own;
}

/** Returns the arguments of an example: empty if it needs no input, `undefined` if a required part has no sample. */
function inputExample(description: Description, row: Row, parts: readonly InputPart[]): string[] | undefined {
  const given = parts.map((part) => [part, exampleOf(description, row, part)] as const);
  if (given.some(([part, value]) => part.isNeeded && value === undefined)) return undefined;
  const isEmpty = (value: unknown) => value === undefined || (isRecord(value) && Object.keys(value).length === 0);
  const shown = given.filter(([part, value]) => part.isNeeded || !isEmpty(value));
  if (shown.length === 0) return [];
  return [literal(Object.fromEntries(shown.map(([{ name }, value]) => [name, value])))];
}

/** Joins an operation's summary and description into sentences. */
function sentences({ place }: Row): string {
  const { summary, description } = place.operation;
  const texts = [summary, description].filter((part) => typeof part === "string" && part.trim() !== "") as string[];
  const parts = texts.map((part) => part.trim().replace(/[^.!?]$/, "$&."));
  return [...new Set(parts)].join("\n\n");
}

/** Omits fields from a type. */
function without(type: string, fields: Fields = {}, left: readonly string[]): string {
  const out = left.filter((name) => name in fields).map((name) => JSON.stringify(name));
  return out.length > 0 ? `Omit<${type}, ${out.join(" | ")}>` : type;
}

function fieldsWithout(fields: Fields = {}, left: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !left.includes(name)));
}

/** Returns the `query` parameter of a list method, without the omitted fields. */
function listParameter(
  { operation, inputName }: Row,
  list: ListShape,
  left: readonly string[],
  more: readonly string[] = [],
): string {
  const all = operation[list.in];
  const fields = fieldsWithout(all, [...left, ...more]);
  if (Object.keys(fields).length === 0) return "query?: Record<string, never>";
  return `query${isNeeded(fields) ? "" : "?"}: ${without(inputName, all, more)}`;
}

/** Returns the arguments of a list example: the required fields only. */
function listExample(description: Description, row: Row, list: ListShape, left: readonly string[]): Method["example"] {
  const fields = fieldsWithout(row.operation[list.in], left);
  if (!isNeeded(fields)) return [];
  const given = exampleOf(description, row, { name: list.in, type: "", isNeeded: true, fields });
  const needs = needed(fields, Object(given));
  return needs && [literal(needs)];
}

function listMethods(description: Description, row: Row, list: ListShape): Method[] {
  const { operation } = row;
  const all = operation[list.in];
  const left = [...(list.id === undefined ? [] : [list.id]), ...(operation.agent ? [session] : [])];
  const paged = ["limit", ...(list.paging ? [list.paging.parameter] : [])];
  const type = without(list.in === "query" ? partType(row, "query") : bodyTypeOf(row), all, left);
  const takes = Object.keys(fieldsWithout(all, left)).length > 0 && { takes: { what: "parameters", type } };
  const item = itemType(description, row, list.items);
  const unasked = typeof list.limit !== "number" ? "" : ` Without a \`limit\`: at most ${list.limit}.`;
  const about =
    list.id === undefined
      ? sentences(row)
      : `The ${wordsOf(operation.namespace).join(" ").toLowerCase()} of the account.`;
  const methods: Method[] = [
    {
      row,
      name: "list",
      example: listExample(description, row, list, left),
      does: `${about}${unasked}`,
      parameters: [listParameter(row, list, left), optionsOf(row)],
      result: `Call<Page<${item}>>`,
      ...takes,
    },
    {
      row,
      name: "iterate",
      example: listExample(description, row, list, [...left, ...paged]),
      does: `The same list, item by item. ${iterateComment(description, row, list)}`,
      parameters: [listParameter(row, list, left, paged), "options?: IterateOptions"],
      result: `Iteration<${item}>`,
    },
  ];
  if (list.id === undefined) return methods;
  const id = idExample(description, row, "query", list.id);
  const get = {
    name: "get",
    row,
    does: "One item by id. Rejects with a `NotFoundError` if it does not exist.",
    parameters: [`id: ${idType(operation.query?.[list.id])}`, optionsOf(row)],
    result: `Call<${item}>`,
    example: [id],
  };
  return [...methods, get];
}

/** Returns a method's input parts: those of its operation, without the session that an agent's handle adds. */
function methodParts(row: Row): InputPart[] {
  return inputParts(row).map((part) => {
    if (part.name !== "body" || !row.operation.agent || part.fields?.[session] === undefined) return part;
    const fields = fieldsWithout(part.fields, [session]);
    return { ...part, type: without(part.type, part.fields, [session]), isNeeded: isNeeded(fields), fields };
  });
}

/** Returns the type of an id parameter; `string` by default. */
function idType(field: Field = {}): string {
  const types = [field.type ?? "string"].flat();
  const isNumber = types.some((type) => type === "integer" || type === "number");
  if (!isNumber) return "string";
  return types.includes("string") ? "string | number" : "number";
}

/** Returns an example id that matches {@link idType}. */
function idExample(description: Description, row: Row, part: "query" | "path", key: string): string {
  const fields = part === "path" ? row.operation.pathFields : row.operation.query;
  const sample = parameterSample(description, row, part, key);
  const types = idType(fields?.[key]);
  return literal(types.includes(typeof sample) ? sample : types === "string" ? "id" : 1);
}

/** Returns the parameters and example of a method named by a verb. */
function verbMethod(
  description: Description,
  row: Row,
  verb: "create" | "update" | "get" | "delete",
  body: InputPart | undefined,
): Pick<Method, "parameters" | "example" | "takes"> {
  const { key = "", keyIn = "query", pathFields, query } = row.operation;
  const id = {
    parameter: `id: ${idType((keyIn === "path" ? pathFields : query)?.[key])}`,
    example: idExample(description, row, keyIn, key),
  };
  const given = body && exampleOf(description, row, body);
  const own = { parameter: `body: ${row.inputName}`, example: given === undefined ? undefined : literal(given) };
  const taken = { create: [own], update: [id, own], get: [id], delete: [id] }[verb];
  const examples = taken.flatMap((one) => one.example ?? []);
  return {
    parameters: [...taken.map((one) => one.parameter), optionsOf(row)],
    example: examples.length === taken.length ? examples : undefined,
    ...(body && { takes: { what: "body", type: body.type } }),
  };
}

function made(description: Description, row: Row): Method[] {
  const { operation, inputName } = row;
  const { id, name = id, verb, list, unwrap, handwritten } = operation;
  if (handwritten) return [];
  if (verb === "list" && list) return listMethods(description, row, list);
  const answer = `Operations[${JSON.stringify(id)}]["answer"]`;
  const result = `Call<${unwrap === undefined ? answer : itemType(description, row, unwrap)}>`;
  const method = { row, does: sentences(row), result };
  const parts = methodParts(row);
  if (verb !== undefined && verb !== "list") {
    const body = parts.find((part) => part.name === "body");
    return [{ ...method, name: verb, ...verbMethod(description, row, verb, body) }];
  }
  const mark = parts.some((part) => part.isNeeded) ? "" : "?";
  const parameters = [`input${mark}: ${parts.length > 0 ? inputName : "Record<string, never>"}`, optionsOf(row)];
  const takes = parts.length > 0 && { takes: { what: "input", type: inputType(parts) } };
  return [{ ...method, name, parameters, example: inputExample(description, row, parts), ...takes }];
}

const methodsIn = memoized((description: Description) => {
  const normal = normalized(description);
  return memoized((row: Row) => made(normal, row));
});

/** Returns an operation's methods: several for a list, none if a handwritten method replaces it. */
export function methodsOf(description: Description, row: Row): readonly Method[] {
  return methodsIn(description)(row);
}
