import { type Description, resolve } from "../openapi/document.ts";
import type { Place } from "../openapi/operations.ts";
import { fieldOf, isObjectSchema, type Schema, type Schemas } from "./fields.ts";
import { leaveOut } from "./left-out.ts";
import { apiKeyHeader } from "./security.ts";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
  readonly content?: Record<string, object>;
  readonly style?: string;
  readonly explode?: boolean;
}

type Where = "query" | "path" | "headers";

/** An operation's parameters by location. */
export type Parameters = Readonly<Record<Where, Schemas>>;

const parts: Readonly<Record<string, Where>> = { query: "query", path: "path", header: "headers" };

/** The end of a reason for leaving an operation out. */
const raw = "which only rawClient can send";

/** Whether a schema allows arrays or objects. */
function canBe(description: Description, schema: Schema | undefined, kind: "array" | "object"): boolean {
  const { type = [], enum: values } = fieldOf(description, schema);
  if (values) return false;
  return [type].flat().includes(kind) || (kind === "object" && isObjectSchema(description, schema));
}

/**
 * Whether a parameter is serialized as a comma-separated list in the query.
 *
 * @throws LeftOut when the client cannot serialize it
 */
function hasCommas(description: Description, parameter: Parameter): boolean {
  const { name, in: where, content, schema, style, explode } = parameter;
  const usual = where === "query" ? "form" : "simple";
  const about = `its ${where} parameter ${name}`;
  if (content) leaveOut(`${about} is written as ${Object.keys(content)[0]}, ${raw}`);
  if (canBe(description, schema, "object")) leaveOut(`${about} is an object, ${raw}`);
  const isList = canBe(description, schema, "array");
  const isOther = style !== undefined && style !== usual;
  if (isOther && (isList || where !== "query")) leaveOut(`${about} has the style ${style}, ${raw}`);
  return where === "query" && isList && explode === false;
}

/** Headers a caller cannot set: OpenAPI reserves the first three; the API key and the connection need the rest. */
function ownHeaders(description: Description): string[] {
  return [
    ...["accept", "content-type", "authorization", apiKeyHeader(description).toLowerCase()],
    ...["connection", "content-length", "cookie", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding"],
    ...["proxy-connection", "upgrade"],
  ];
}

/** Returns the header parameters that the client sets itself and an operation's input leaves out. */
export function setHeaders(description: Description, { operation }: Place): string[] {
  const own = ownHeaders(description);
  return (operation.parameters ?? [])
    .map((one) => resolve<object>(description, one) as Parameter)
    .filter((one) => one.in === "header" && own.includes(one.name.toLowerCase()))
    .map((one) => one.name);
}

/** @throws LeftOut when the parameter has an unsupported location, or its name cannot be a header */
function checkPlace({ in: where, name, required }: Parameter): void {
  const isKnown = Object.hasOwn(parts, where) || (where === "cookie" && !required);
  if (!isKnown) leaveOut(`its parameter ${name} goes into "${where}", ${raw}`);
  const isSendable = where !== "header" || /^[\w!#$%&'*+.^`|~-]+$/.test(name);
  if (!isSendable) leaveOut(`its ${where} parameter ${JSON.stringify(name)} has a name that cannot be sent`);
}

/**
 * Returns an operation's parameters by location.
 *
 * @throws LeftOut when one cannot be sent, or the description lacks one in the path
 */
export function parametersOf(description: Description, place: Place): Parameters {
  const { operation, path } = place;
  const left = setHeaders(description, place);
  const all = (operation.parameters ?? []).map((one) => resolve<object>(description, one) as Parameter);
  const kept = all.filter((one) => !(one.in === "header" && left.includes(one.name)));
  const inPath = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  for (const one of kept) checkPlace(one);
  const missing = inPath.find((name) => !kept.some((one) => one.in === "path" && one.name === name));
  if (missing !== undefined) leaveOut(`its path has {${missing}}, which is not among its parameters`);
  if (/[?#]/.test(path)) leaveOut("its path has a ? or a # in it, where no path can have one");
  const part = (where: Where): Schemas => {
    const own = kept.filter((one) => parts[one.in] === where && (where !== "path" || inPath.includes(one.name)));
    return {
      schemas: Object.fromEntries(own.map((one) => [one.name, one.schema ?? ({} as Schema)])),
      required: own.filter((one) => one.required || where === "path").map((one) => one.name),
      withCommas: own.filter((one) => hasCommas(description, one)).map((one) => one.name),
    };
  };
  return { query: part("query"), path: part("path"), headers: part("headers") };
}
