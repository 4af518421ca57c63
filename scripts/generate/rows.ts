import type { SchemaObject } from "openapi-typescript";
import type { ByHand, Evidence, Operation } from "../../src/operation/table.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { memoized } from "../openapi/memoize.ts";
import { operationsOf, type Place } from "../openapi/operations.ts";
import { type Body, bodyNotes, bodyOf, bodyRow } from "./body.ts";
import { type Success, successesOf } from "./contents.ts";
import { effectNotes, effectOf } from "./effect.ts";
import { fieldsOf, isObjectSchema, propertiesOf, type Schema, type Schemas } from "./fields.ts";
import { type Answering, byHand, handwrittenNames, isReplaced, unfitFor } from "./handwritten.ts";
import { LeftOut, leaveOut } from "./left-out.ts";
import { listOf, whyNoList } from "./lists.ts";
import { idName, methodName, nounsOf } from "./names.ts";
import { normalized } from "./normalize.ts";
import { type Parameters, parameterNotes, parametersOf } from "./parameters.ts";
import { groupBy } from "./print.ts";
import { securityOf } from "./security.ts";
import { firstServer, serverOf } from "./servers.ts";
import { inputName, shortNames, takenNames } from "./short-names.ts";

/** A part of a description that may state its evidence. */
export type Marked = { readonly "x-evidence"?: Evidence };

/** A row of the operation table, with what only the generator needs. */
export interface Row {
  readonly operation: Operation;
  readonly place: Place;
  /** The name of its method's input type. */
  readonly inputName: string;
  readonly parameters: Parameters;
  readonly body: Body | undefined;
  /** Its responses, one for each success status. */
  readonly answers: readonly Success[];
  /** Why an operation that looks like a list has no `list` method. */
  readonly unlisted: string | undefined;
  readonly success: {
    /** The schema of the answer, if there is only one and it is JSON. */
    readonly schema: SchemaObject | undefined;
    /** The evidence for the answer, if the description states it. */
    readonly evidence: Evidence | undefined;
  };
}

/** A remark about a part of a description. */
export interface Remark {
  /** Such as `GET /users` or `servers`. */
  readonly about: string;
  /** The end of a sentence that begins with `about`. */
  readonly why: string;
}

/** The operation table with the generator's remarks. */
export interface Table {
  /** In normal form. */
  readonly description: Description;
  readonly rows: readonly Row[];
  /** The operations without a row, with the reason. */
  readonly leftOut: readonly Remark[];
  /** Other places where the table differs from the description. */
  readonly notes: readonly Remark[];
}

function evidenceOf(marked: object | undefined): Evidence | undefined {
  const { "x-evidence": stated } = (marked ?? {}) as Marked;
  return stated === "documented" || stated === "partial" || stated === "inferred" ? stated : undefined;
}

/** The parts of an operation that decide its verb. */
interface Parts {
  readonly place: Place;
  readonly namespace: string;
  readonly parameters: Parameters;
  readonly body: Body | undefined;
  readonly answer: Schemas;
}

/** Returns an operation's only parameter if it is required: the id of the resource. */
function keyOf({ query, path }: Parameters): Pick<Operation, "key" | "keyIn"> | undefined {
  const names = [query, path].flatMap(({ schemas }) => Object.keys(schemas));
  const [key] = names;
  if (key === undefined || names.length > 1) return undefined;
  if (path.required.includes(key)) return { key, keyIn: "path" };
  return query.required.includes(key) ? { key } : undefined;
}

/** Whether an operation's input is all in the query or all in the body, as a list method needs. */
function isListable({ parameters, body }: Parts): boolean {
  const { query, path } = parameters;
  const isIn = ({ schemas }: Schemas) => Object.keys(schemas).length > 0;
  return !isIn(path) && (body === undefined || !isIn(query));
}

/** Returns what a verb adds to an operation's row; nothing if the operation does not have the verb's shape. */
function verbParts(verb: Operation["verb"], description: Description, parts: Parts): Partial<Operation> {
  const { parameters, body } = parts;
  const key = keyOf(parameters);
  const isBare = Object.values(parameters).every(({ schemas }) => Object.keys(schemas).length === 0);
  if (verb === "list" && isListable(parts)) {
    const list = listOf(description, { ...parts, query: parameters.query, body: body?.fields });
    return list ? { verb, list } : {};
  }
  if (verb === "create" && body && isBare) return { verb };
  if (verb === "update" && body && key) return { verb, ...key };
  if ((verb === "get" || verb === "delete") && !body && key) return { verb, ...key };
  return {};
}

/**
 * Returns the key to unwrap if an answer is only an envelope around one object. If the answer requires no field, as in
 * this API, `data` counts as present.
 */
function envelope(description: Description, { schemas, required }: Schemas): string | undefined {
  const isNamed = Object.keys(schemas).every((key) => key === "data" || key === "success");
  const isEnvelope = isNamed && (required.length === 0 || required.includes("data"));
  return isEnvelope && isObjectSchema(description, schemas.data) ? "data" : undefined;
}

/** Returns the kind of the answers unless all are objects. */
function answerRow(answers: readonly Success[]): Pick<Operation, "answer"> {
  const kinds = new Set(answers.map(({ kind }) => kind));
  if (kinds.has("any")) return { answer: "any" };
  return kinds.has("json") ? { answer: "json" } : {};
}

function parametersRow(description: Description, { query, path }: Parameters): Partial<Operation> {
  const entries = Object.entries({ query, pathFields: path });
  const present = entries.filter(([, { schemas }]) => Object.keys(schemas).length > 0);
  return Object.fromEntries(present.map(([name, schemas]) => [name, fieldsOf(description, schemas)]));
}

function checkCallable(description: Description, { method, servers }: Place): void {
  if (method === "HEAD" || method === "OPTIONS" || method === "TRACE") leaveOut(`${method} is not supported`);
  const own = firstServer(servers);
  const { url } = serverOf(description);
  if (own !== undefined && own !== url) leaveOut(`it has a server of its own, ${own}`);
}

function withHandwritten(description: Description, answering: Answering): Operation {
  const { operation } = answering;
  const names = byHand(answering, description);
  if (names.length === 0) return operation;
  const marked = { ...operation, byHand: names };
  return { ...marked, ...(isReplaced(marked) && { handwritten: true }) };
}

function rowOf(description: Description, place: Place, nouns: ReturnType<typeof nounsOf>): Row {
  checkCallable(description, place);
  const { path, operation: described } = place;
  const method = place.method as Operation["method"];
  const { operationId: id } = described;
  const tag = String(described.tags?.[0] ?? "default");
  const security = securityOf(description, place);
  const agent = security.auth === "bearer";
  const effect = effectOf(place, agent);
  const evidence = evidenceOf(described) ?? "documented";
  const { namespace, verb, name } = methodName({ id, tag, agent }, nouns);
  const parameters = parametersOf(description, place);
  const body = bodyOf(description, place);
  const answers = successesOf(description, place);
  const [only] = answers.length === 1 ? answers : [];
  const schema = only?.content?.isJson ? only.content.schema : undefined;
  const answer: Schemas = only?.kind === "object" ? propertiesOf(description, schema) : { schemas: {}, required: [] };
  const named = verbParts(verb, description, { place, namespace, parameters, body, answer });
  const unwrap = named.list ? undefined : envelope(description, answer);
  const operation: Operation = {
    ...{ id, method, path, ...security, effect, evidence, namespace, ...(name !== undefined && { name }) },
    ...(agent && { agent }),
    ...parametersRow(description, parameters),
    ...(body && bodyRow(description, body)),
    ...answerRow(answers),
    ...named,
    ...(unwrap !== undefined && { unwrap }),
  };
  const parts = { place, namespace, query: parameters.query, body: body?.fields, answer };
  const unlisted = named.list ? undefined : whyNoList(description, parts, verb === "list");
  return {
    operation: withHandwritten(description, { operation, answer }),
    ...{ unlisted, place, inputName: "", parameters, body, answers },
    success: {
      schema: schema && resolve<SchemaObject>(description, schema as Schema),
      evidence: evidenceOf(answers[0]?.response),
    },
  };
}

/** Returns the names of the methods that an operation's verb gives it. */
function verbNames({ verb, list }: Operation): string[] {
  if (verb === undefined) return [];
  return list ? ["list", "iterate", ...(list.id === undefined ? [] : ["get"])] : [verb];
}

/** Gives each method of one namespace a unique name. Earlier rows keep theirs. */
function withNames(rows: readonly Row[], there: readonly ByHand[]): Row[] {
  const [first] = rows;
  const { namespace = "", agent = false } = first?.operation ?? {};
  const taken = new Set(handwrittenNames(namespace, agent, there));
  return rows.map((row) => {
    const { operation } = row;
    if (operation.handwritten) return row;
    const names = verbNames(operation);
    if (names.length > 0 && !names.some((name) => taken.has(name))) {
      for (const name of names) taken.add(name);
      return row;
    }
    const { verb: _, list: __, key: ___, keyIn: ____, name: wanted, ...rest } = operation;
    const name = wanted === undefined || taken.has(wanted) ? idName(rest, taken) : wanted;
    taken.add(name);
    return { ...row, operation: { ...rest, ...(name !== rest.id && { name }) } };
  });
}

/** Returns a remark for an operation that cannot become a method. Errors in the description itself are thrown. */
function rowOrRemark(description: Description, place: Place, nouns: ReturnType<typeof nounsOf>): Row | Remark {
  try {
    return rowOf(description, place, nouns);
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error;
    return { about: `${place.method} ${place.path}`, why: error.message };
  }
}

/**
 * Builds the operation table of a description, with remarks on what was left out or changed.
 *
 * @throws Error when a reference points to nothing
 */
export const rowsOf = memoized((given: Description): Table => {
  const description = normalized(given);
  const tags = (description.tags ?? []).map((tag) => String(tag.name));
  const nouns = nounsOf(tags, Object.keys(given.components?.schemas ?? {}));
  const found = operationsOf(description).map((place) => rowOrRemark(description, place, nouns));
  const rows = found.filter((one) => "operation" in one);
  const there = rows.flatMap(({ operation }) => operation.byHand ?? []);
  const named = [...groupBy(rows, (row) => `${row.operation.agent ?? false} ${row.operation.namespace}`).values()];
  const byId = new Map(named.flatMap((some) => withNames(some, there)).map((row) => [row.operation.id, row]));
  const taken = new Set([...takenNames, ...shortNames(description).values()]);
  const withInput = (row: Row): Row => ({ ...row, inputName: inputName(row.operation, taken) });
  return {
    description,
    rows: rows.map((row) => withInput(byId.get(row.operation.id) ?? row)),
    leftOut: found.filter((one) => "why" in one),
    notes: [
      ...serverOf(description).notes.map((why) => ({ about: "servers", why })),
      ...rows.flatMap(({ operation, place, unlisted }) => {
        const about = `${operation.method} ${operation.path}`;
        return [
          ...unfitFor(operation),
          ...effectNotes(place),
          ...bodyNotes(place),
          ...parameterNotes(description, place),
          ...(unlisted ? [unlisted] : []),
        ].map((why) => ({ about, why }));
      }),
      ...operationsOf(given).flatMap(({ method, path, renamed: why }) =>
        why ? [{ about: `${method} ${path}`, why }] : [],
      ),
    ],
  };
});
