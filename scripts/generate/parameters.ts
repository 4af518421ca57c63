import type { Field } from "../../src/operation/table.ts";
import { type Description, resolve } from "../openapi/document.ts";
import type { Place } from "../openapi/operations.ts";
import { contentsOf } from "./contents.ts";
import { fieldOf, isObjectSchema, type Schema, type Schemas, type Writing } from "./fields.ts";
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

type Where = "query" | "path" | "headers" | "cookies";

/** An operation's parameters by where they go. */
export type Parameters = Readonly<Record<Where, Schemas>>;

const parts: Readonly<Record<string, Where>> = { query: "query", path: "path", header: "headers", cookie: "cookies" };

/** Whether values of a schema are arrays or objects; `"open"` where it does not say. */
export function structureOf(description: Description, schema: Schema | undefined): "plain" | "structured" | "open" {
  const { type, enum: values } = fieldOf(description, schema);
  const isStructured = (one: unknown) => one === "array" || one === "object";
  if (type !== undefined) return [type].flat().some(isStructured) ? "structured" : "plain";
  return values ? "plain" : isObjectSchema(description, schema) ? "structured" : "open";
}

function isArray(description: Description, schema: Schema | undefined): boolean {
  return fieldOf(description, schema).type === "array";
}

/** How a query parameter's arrays and objects are written. */
export function queryStyle(style: string | undefined, explode: boolean | undefined): Field["style"] | "unknown" {
  if (style === "deepObject") return "deep";
  const isExploded = explode ?? (style === undefined || style === "form");
  if (isExploded) return undefined;
  const styles: Record<string, Field["style"]> = { form: "comma", spaceDelimited: "space", pipeDelimited: "pipe" };
  return styles[style ?? "form"] ?? "unknown";
}

/** Leaves an operation out where a parameter outside its query is more than text, or a list with commas. */
function checkPlain(description: Description, { in: where, style, schema }: Parameter, about: string, isMore: boolean) {
  const usual = where === "cookie" ? "form" : "simple";
  if (style !== undefined && style !== usual) leaveOut(`${about} has the style ${style}`);
  const isList = where !== "cookie" && isArray(description, schema);
  if (isMore && !isList) leaveOut(`${about} is an array or an object`);
}

/** How one parameter is written; leaves the operation out where that is not known. */
function writingOf(description: Description, parameter: Parameter): Writing {
  const { name, in: where, content, schema, style, explode } = parameter;
  const about = `its ${where} parameter ${name}`;
  if (content) {
    const [first] = contentsOf(description, content);
    const type = first?.key ?? "nothing";
    if (first?.kind !== "json" || where !== "query") leaveOut(`${about} is written as ${type}`);
    return { style: "json", contentType: type };
  }
  const structure = structureOf(description, schema);
  if (where === "query") {
    const known = structure === "plain" ? undefined : queryStyle(style, explode);
    if (known === "unknown") leaveOut(`${about} has the style ${style}`);
    return known ? { style: known } : {};
  }
  checkPlain(description, parameter, about, structure === "structured");
  return {};
}

/** Headers that are not the caller's to set: OpenAPI says so of the first three, the connection or the key needs the rest. */
function ownHeaders(description: Description): string[] {
  return [
    ...["accept", "content-type", "authorization", apiKeyHeader(description).toLowerCase()],
    ...["connection", "content-length", "cookie", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding"],
    ...["proxy-connection", "upgrade"],
  ];
}

/** The header parameters of an operation that the client sets by itself: those of its input are the others. */
export function setHeaders(description: Description, { operation }: Place): string[] {
  const own = ownHeaders(description);
  return (operation.parameters ?? [])
    .map((one) => resolve<object>(description, one) as Parameter)
    .filter((one) => one.in === "header" && own.includes(one.name.toLowerCase()))
    .map((one) => one.name);
}

/** A cookie or a header is written with its name: one that cannot be a name cannot be sent. */
function checkName({ in: where, name }: Parameter): void {
  const isSendable = where === "query" || where === "path" || /^[\w!#$%&'*+.^`|~-]+$/.test(name);
  if (!isSendable) leaveOut(`its ${where} parameter ${JSON.stringify(name)} has a name that cannot be sent`);
}

/**
 * The parameters of an operation.
 *
 * @throws LeftOut when one cannot be sent, or the path has one that is not described
 */
export function parametersOf(description: Description, place: Place): Parameters {
  const { operation, path } = place;
  const left = setHeaders(description, place);
  const all = (operation.parameters ?? []).map((one) => resolve<object>(description, one) as Parameter);
  const kept = all.filter((one) => !(one.in === "header" && left.includes(one.name)));
  const inPath = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  for (const one of kept) {
    if (!Object.hasOwn(parts, one.in)) leaveOut(`its parameter ${one.name} goes into "${one.in}"`);
    checkName(one);
  }
  const missing = inPath.find((name) => !kept.some((one) => one.in === "path" && one.name === name));
  if (missing !== undefined) leaveOut(`its path has {${missing}}, which is not among its parameters`);
  if (/[?#]/.test(path)) leaveOut("its path has a ? or a # in it, where no path can have one");
  const part = (where: Where): Schemas => {
    const own = kept.filter((one) => parts[one.in] === where && (where !== "path" || inPath.includes(one.name)));
    const schemaOf = ({ schema, content }: Parameter) =>
      schema ?? contentsOf(description, content)[0]?.schema ?? ({} as Schema);
    return {
      schemas: Object.fromEntries(own.map((one) => [one.name, schemaOf(one)])),
      required: own.filter((one) => one.required || where === "path").map((one) => one.name),
      writings: Object.fromEntries(own.map((one) => [one.name, writingOf(description, one)])),
    };
  };
  return { query: part("query"), path: part("path"), headers: part("headers"), cookies: part("cookies") };
}
