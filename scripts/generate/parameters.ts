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

type Where = "query" | "path";

/** An operation's parameters by location. */
export type Parameters = Readonly<Record<Where, Schemas>>;

/** The end of a reason for leaving an operation out. */
const raw = "which only rawClient can send";

/** Whether a schema allows arrays or objects. */
function canBe(description: Description, schema: Schema | undefined, kind: "array" | "object"): boolean {
  const { type = [], enum: values } = fieldOf(description, schema);
  if (values) return false;
  return [type].flat().includes(kind) || (kind === "object" && isObjectSchema(description, schema));
}

/** Whether a parameter only gets a note. */
function isNoted({ in: where, required }: Parameter): boolean {
  return (where === "header" || where === "cookie") && !required;
}

/** @throws LeftOut when the client cannot send the parameter */
function checkParameter(description: Description, parameter: Parameter): void {
  const { name, in: where, content, schema, style, explode } = parameter;
  if (where !== "query" && where !== "path") leaveOut(`its parameter ${name} goes into "${where}", ${raw}`);
  const about = `its ${where} parameter ${name}`;
  if (content) leaveOut(`${about} is written as ${Object.keys(content)[0]}, ${raw}`);
  if (canBe(description, schema, "object")) leaveOut(`${about} is an object, ${raw}`);
  const isList = canBe(description, schema, "array");
  const isOther = style !== undefined && style !== (where === "query" ? "form" : "simple");
  if (isOther && (isList || where === "path")) leaveOut(`${about} has the style ${style}, ${raw}`);
  if (isList && (where === "path" || explode === false)) leaveOut(`${about} is a list with commas, ${raw}`);
}

/** Whether the client sets a header itself, or OpenAPI says that its parameter is ignored. */
function isOwn(description: Description, { in: where, name }: Parameter): boolean {
  const own = ["accept", "content-type", "authorization", apiKeyHeader(description).toLowerCase()];
  return where === "header" && own.includes(name.toLowerCase());
}

/** An operation's parameters, without the headers that the client sets. */
export function givenParameters(description: Description, { operation }: Place): Parameter[] {
  const all = (operation.parameters ?? []).map((one) => resolve<object>(description, one) as Parameter);
  return all.filter((one) => !isOwn(description, one));
}

/** Remarks about optional parameters that the input of an operation lacks. */
export function parameterNotes(description: Description, place: Place): string[] {
  const noted = givenParameters(description, place).filter(isNoted);
  return noted.map(
    ({ in: where, name }) => `its ${where} parameter ${name} is left out: pass it in the call option headers`,
  );
}

/**
 * Returns an operation's parameters by location.
 *
 * @throws LeftOut when one cannot be sent, or the description lacks one in the path
 */
export function parametersOf(description: Description, place: Place): Parameters {
  const all = givenParameters(description, place).filter((one) => !isNoted(one));
  const inPath = [...place.path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  for (const one of all) checkParameter(description, one);
  const missing = inPath.find((name) => !all.some((one) => one.in === "path" && one.name === name));
  if (missing !== undefined) leaveOut(`its path has {${missing}}, which is not among its parameters`);
  if (/[?#]/.test(place.path)) leaveOut("its path has a ? or a # in it, where no path can have one");
  const part = (where: Where): Schemas => {
    const own = all.filter((one) => one.in === where && (where !== "path" || inPath.includes(one.name)));
    return {
      schemas: Object.fromEntries(own.map((one) => [one.name, one.schema ?? ({} as Schema)])),
      required: own.filter((one) => one.required || where === "path").map((one) => one.name),
    };
  };
  return { query: part("query"), path: part("path") };
}
