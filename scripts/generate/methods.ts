import type { ParameterObject } from "openapi-typescript";
import type { Field, Fields, ListShape, Operation } from "../../src/operation.ts";
import { type Description, resolve } from "./description.ts";
import { propertiesOf, type Schema } from "./fields.ts";
import { literal } from "./print.ts";
import type { Row } from "./rows.ts";
import { shortNames } from "./short-names.ts";
import { bodyTypeOf, type InputPart, inputParts, isNeeded, partType } from "./types.ts";

/** One method of a namespace, as it is written down. */
export interface Method {
  readonly name: string;
  /** The operation behind it. */
  readonly row: Row;
  /** What it does, in sentences. */
  readonly does: string;
  /** Its parameters as TypeScript. */
  readonly parameters: readonly string[];
  /** The type of what it gives. */
  readonly result: string;
  /** The arguments of an example as TypeScript. */
  readonly example: readonly string[];
}

type Values = Record<string, unknown>;

/** What a method of an agent's handle does not take: the handle adds it. */
const session = "agentSession";

/** Values to call an operation with. */
export interface Examples {
  readonly query: Values;
  readonly path: Values;
  readonly headers: Values;
  readonly cookies: Values;
  readonly body: Values;
}

const options = "options?: CallOptions";

/** The name of the schema that a value or its items have, where it is one of the description's own. */
function schemaName(description: Description, schema: Schema): string | undefined {
  if (typeof schema !== "object") return undefined;
  if ("$ref" in schema) return /^#\/components\/schemas\/([A-Z]\w*)$/.exec(schema.$ref ?? "")?.[1];
  const { items, oneOf = [] } = schema as { items?: Schema; oneOf?: Schema[] };
  return [...(items ? [items] : []), ...oneOf]
    .map((one) => schemaName(description, one))
    .find((name) => name !== undefined);
}

/** The type of what an answer holds under `key`; of one of them where it holds many. */
function itemType(description: Description, { operation, success }: Row, key: string): string {
  const schema = propertiesOf(description, success.schema).schemas[key];
  const own = schema && schemaName(description, schema);
  const name = own === undefined ? undefined : shortNames(description).get(own);
  if (name !== undefined) return name;
  return `Item<Operations[${JSON.stringify(operation.id)}]["answer"][${JSON.stringify(key)}]>`;
}

/** The first example that a parameter or a content has. */
function exampleIn(description: Description, holder: object | undefined): unknown {
  const { example, examples } = (holder ?? {}) as { example?: unknown; examples?: Record<string, object> };
  const [first] = Object.values(examples ?? {});
  return first ? (resolve<object>(description, first) as { value?: unknown }).value : example;
}

/** Example values for an operation, from the description. */
export function examplesOf(description: Description, { place, body }: Row): Examples {
  const parameters = (place.operation.parameters ?? []).map((one) => resolve<ParameterObject>(description, one));
  const valuesIn = (where: string): Values =>
    Object.fromEntries(
      parameters.flatMap((one) => {
        const example = one.in === where ? exampleIn(description, one) : undefined;
        return example === undefined ? [] : [[one.name, example]];
      }),
    );
  const example = exampleIn(description, body?.content.media);
  return {
    query: valuesIn("query"),
    path: valuesIn("path"),
    headers: valuesIn("header"),
    cookies: valuesIn("cookie"),
    body: typeof example === "object" && example !== null && !Array.isArray(example) ? (example as Values) : {},
  };
}

function only(values: Values, fields: Fields = {}, wanted: (name: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in fields && wanted(name)));
}

/** What an example gives as one part of an input: what must be there of the parameters, all of the body. */
function exampleOf(part: keyof Examples, fields: Fields | undefined, examples: Examples): Values {
  if (part === "body") {
    const { [session]: _, ...own } = examples.body;
    return fields && !(session in fields) ? own : examples.body;
  }
  return only(examples[part], fields, (name) => fields?.[name]?.required === true);
}

/** What the namespace's noun and the description's words say a method does. */
function sentences({ place }: Row): string {
  const { summary, description } = place.operation;
  const texts = [summary, description].filter((part) => typeof part === "string" && part.trim() !== "") as string[];
  const parts = texts.map((part) => part.trim().replace(/[^.!?]$/, "$&."));
  return [...new Set(parts)].join("\n\n");
}

/** What a list takes besides what is left out, as a parameter. */
function listParameter(row: Row, list: ListShape, left: readonly string[]): string {
  const { operation } = row;
  const all = operation[list.in] ?? {};
  const fields = only(all, all, (name) => !left.includes(name)) as Fields;
  if (Object.keys(fields).length === 0) return "query?: Record<string, never>";
  const whole = list.in === "query" ? partType(row, "query") : bodyTypeOf(row);
  const out = left.filter((name) => name in all).map((name) => JSON.stringify(name));
  return `query${isNeeded(fields) ? "" : "?"}: ${out.length > 0 ? `Omit<${whole}, ${out.join(" | ")}>` : whole}`;
}

/** How much of a list `iterate` can reach. */
function reach(operation: Operation, { in: where, paging }: ListShape): string {
  const limit = operation[where]?.limit;
  if (paging?.by === "page")
    return "Page by page, to the end. What moves a page back because others were deleted meanwhile can be missed.";
  if (paging) return "Page by page, to the end.";
  if (limit?.maximum !== undefined)
    return `At the most ${limit.maximum}, the largest window: ends with an \`IncompleteListError\` when there may be more.`;
  if (limit) return "In windows that double, as far as the server gives them.";
  return "The list has no limit but the server's own: ends with an `IncompleteListError` at 1,000.";
}

function listMethods(description: Description, row: Row, list: ListShape): Method[] {
  const { operation } = row;
  const examples = examplesOf(description, row);
  const all = operation[list.in] ?? {};
  const given = list.in === "query" ? examples.query : examples.body;
  const left = [...(list.id === undefined ? [] : [list.id]), ...(operation.agent ? ["agentSession"] : [])];
  const example = only(given, all, (name) => all[name]?.required === true && !left.includes(name));
  const item = itemType(description, row, list.items);
  const unasked = typeof list.limit !== "number" ? "" : ` Without a \`limit\`: ${list.limit} at the most.`;
  const about = list.id === undefined ? sentences(row) : `The ${row.tag.toLowerCase()} of the account.`;
  const shared = { row, example: Object.keys(example).length > 0 ? [literal(example)] : [] };
  const windows = ["limit", ...(list.paging ? [list.paging.parameter] : [])];
  const methods: Method[] = [
    {
      ...shared,
      name: "list",
      does: `${about}${unasked}`,
      parameters: [listParameter(row, list, left), options],
      result: `Call<Page<${item}>>`,
    },
    {
      ...shared,
      name: "iterate",
      does: `The same list to its end, item by item. ${reach(operation, list)}`,
      parameters: [listParameter(row, list, [...left, ...windows]), "options?: IterateOptions"],
      result: `Iteration<${item}>`,
    },
  ];
  if (list.id === undefined) return methods;
  const id = literal(examples.query[list.id] ?? "id");
  const does = "The one with this id. Rejects with a `NotFoundError` if there is none.";
  const get = {
    name: "get",
    row,
    does,
    parameters: [`id: ${idType(operation.query?.[list.id])}`, options],
    result: `Call<${item}>`,
    example: [id],
  };
  return [...methods, get];
}

/** The parts that a method takes: those of its operation, without the session that an agent's handle adds. */
function methodParts(row: Row): InputPart[] {
  return inputParts(row).map((part) => {
    if (part.name !== "body" || !row.operation.agent || part.fields?.[session] === undefined) return part;
    const fields = only(part.fields, part.fields, (name) => name !== session) as Fields;
    return { ...part, type: `Omit<${part.type}, ${JSON.stringify(session)}>`, isNeeded: isNeeded(fields), fields };
  });
}

/** The type of what a method takes where it takes the parts of its operation. */
function partsType(row: Row, parts: readonly InputPart[]): string {
  if (!row.operation.agent) return `Operations[${JSON.stringify(row.operation.id)}]["input"]`;
  const texts = parts.map(({ name, type, isNeeded: needed }) => `${name}${needed ? "" : "?"}: ${type}`);
  return `{ ${texts.join("; ")} }`;
}

/** The type of an id: text, where its parameter takes that. */
function idType(field: Field = {}): string {
  const types = [field.type ?? "string"].flat();
  const isNumber = types.some((type) => type === "integer" || type === "number");
  if (!isNumber) return "string";
  return types.includes("string") ? "string | number" : "number";
}

/** The methods that an operation becomes: several for a list; none where one is written by hand. */
export function methodsOf(description: Description, row: Row): Method[] {
  const { operation } = row;
  if (operation.handwritten) return [];
  const { verb, list, unwrap, key = "" } = operation;
  if (verb === "list" && list) return listMethods(description, row, list);
  const does = sentences(row);
  const examples = examplesOf(description, row);
  const content =
    unwrap === undefined ? `Operations[${JSON.stringify(operation.id)}]["answer"]` : itemType(description, row, unwrap);
  const result = `Call<${content}>`;
  const parts = methodParts(row);
  const own = parts.find(({ name }) => name === "body");
  const id = {
    parameter: `id: ${idType((operation.keyIn === "path" ? operation.pathFields : operation.query)?.[key])}`,
    example: literal((operation.keyIn === "path" ? examples.path : examples.query)[key] ?? "id"),
  };
  const body = { parameter: `body: ${own?.type}`, example: literal(exampleOf("body", own?.fields, examples)) };
  const takes = { create: [body], update: [id, body], get: [id], delete: [id] };
  if (verb !== undefined && verb !== "list") {
    const parameters = [...takes[verb].map((one) => one.parameter), options];
    return [{ name: verb, row, does, parameters, result, example: takes[verb].map((one) => one.example) }];
  }
  const input = Object.fromEntries(parts.map(({ name, fields }) => [name, exampleOf(name, fields, examples)]));
  const mark = parts.some((part) => part.isNeeded) ? "" : "?";
  const parameter = `input${mark}: ${partsType(row, parts)}`;
  const name = operation.name ?? operation.id;
  return [{ name, row, does, parameters: [parameter, options], result, example: [literal(input)] }];
}
