import type { ResponseObject, SchemaObject } from "openapi-typescript";
import type { Effect, Evidence, Operation } from "../../src/operation.ts";
import { type Description, jsonSchema, operationsOf, type Place, resolve } from "./description.ts";
import { bodyOf, fieldsOf, isBodyRequired, propertiesOf, queryOf, type Schemas } from "./fields.ts";
import { isReplaced } from "./handwritten.ts";
import { type ListParts, listOf } from "./lists.ts";
import { methodName, verbOf } from "./names.ts";

/** A part of a description with marks. */
export type Marked = { readonly "x-evidence"?: Evidence; readonly "x-effect"?: Effect };

/** The answer of an operation that means success. */
interface Success {
  readonly status: string;
  readonly schema: SchemaObject | undefined;
  /** How well the answer is known, where that differs from the operation. */
  readonly evidence: Evidence | undefined;
}

/** A row with what the generator alone needs to know of its operation. */
export interface Row {
  readonly operation: Operation;
  readonly place: Place;
  /** What the operation does, in a line. */
  readonly summary: string;
  readonly success: Success;
}

function authOf(description: Description, { operation }: Place): Operation["auth"] {
  const [first = {}] = operation.security ?? description.security ?? [];
  const [name] = Object.keys(first);
  const scheme = name === undefined ? undefined : description.components?.securitySchemes?.[name];
  if (scheme === undefined) return "none";
  return resolve<{ type: string }>(description, scheme).type === "apiKey" ? "apiKey" : "bearer";
}

function effectOf({ method, operation }: Place, agent: boolean): Effect {
  const stated = (operation as Marked)["x-effect"];
  if (stated) return stated;
  if (method === "GET") return "read";
  if (method === "PUT" || method === "DELETE") return "idempotent";
  const isReading = ["get", "list", "search"].includes(verbOf(operation.operationId, agent));
  return method === "POST" && isReading ? "read" : "write";
}

function successOf(description: Description, { operation }: Place): Success {
  const responses = operation.responses ?? {};
  const status = Object.keys(responses).find((one) => /^2\d\d$/.test(one)) ?? "200";
  const response = responses[status] && resolve<ResponseObject>(description, responses[status]);
  const schema = jsonSchema(response?.content);
  return {
    status,
    schema: schema && resolve<SchemaObject>(description, schema),
    evidence: (response as Marked | undefined)?.["x-evidence"],
  };
}

/** What the verb of an operation's name adds to its row; nothing where the operation has not the shape of the verb. */
function verbParts(verb: Operation["verb"], description: Description, parts: ListParts): Partial<Operation> {
  const [key, ...others] = Object.keys(parts.query.schemas);
  const isKeyed = key !== undefined && others.length === 0 && parts.query.required.includes(key);
  const hasBody = parts.body !== undefined;
  const list = verb === "list" ? listOf(description, parts) : undefined;
  if (verb === "list" && list) return { verb, list };
  if (verb === "create" && hasBody && key === undefined) return { verb };
  if (verb === "update" && hasBody && isKeyed) return { verb, key };
  if (verb === "delete" && !hasBody && isKeyed) return { verb, key };
  return {};
}

/** The key of the content where an answer is nothing but an envelope around it. */
function envelope({ schemas }: Schemas): string | undefined {
  const isEnvelope = Object.keys(schemas).every((key) => key === "data" || key === "success");
  return isEnvelope && "data" in schemas ? "data" : undefined;
}

function rowOf(description: Description, place: Place, tags: readonly string[]): Row {
  const { method, path, operation } = place;
  const { operationId: id, summary = id } = operation;
  const tag = operation.tags?.[0] ?? "default";
  const auth = authOf(description, place);
  const agent = auth === "bearer" && /^agent[A-Z]/.test(id);
  const effect = effectOf(place, agent);
  const evidence = (operation as Marked)["x-evidence"] ?? "documented";
  const { namespace, verb } = methodName({ id, tag, agent }, tags);
  const success = successOf(description, place);
  const answer = propertiesOf(description, success.schema);
  const query = queryOf(description, place);
  const body = bodyOf(description, place);
  const named = verbParts(verb, description, { place, namespace, query, body, answer });
  const unwrap = named.list ? undefined : envelope(answer);
  return {
    operation: {
      ...{ id, method, path, tag, auth, effect, evidence, namespace },
      ...(agent && { agent }),
      ...(isReplaced(id) && { handwritten: true as const }),
      ...(Object.keys(query.schemas).length > 0 && { query: fieldsOf(description, query) }),
      ...(body && { body: fieldsOf(description, body) }),
      ...(isBodyRequired(description, place) && { bodyRequired: true as const }),
      ...named,
      ...(unwrap !== undefined && { unwrap }),
    },
    place,
    summary,
    success,
  };
}

/** The operation table of a description, with what the generator needs besides. */
export function rowsOf(description: Description): Row[] {
  const tags = (description.tags ?? []).map((tag) => tag.name);
  return operationsOf(description).map((place) => rowOf(description, place, tags));
}
