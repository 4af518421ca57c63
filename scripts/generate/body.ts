import { contentKind } from "../../src/media.ts";
import type { Field, Fields, Operation } from "../../src/operation.ts";
import { type Content, requestContent } from "./contents.ts";
import { type Description, type Place, resolve } from "./description.ts";
import { fieldOf, fieldsOf, isObjectSchema, isOpen, propertiesOf, type Schema, type Schemas, said } from "./fields.ts";
import { leaveOut } from "./left-out.ts";
import { queryStyle } from "./parameters.ts";

/** The body of an operation, as it is sent. */
export interface Body {
  readonly content: Content;
  /** Its fields; `undefined` where it is no object of fields. */
  readonly fields: Schemas | undefined;
  readonly isRequired: boolean;
}

/** What is said of how a field of a form is written. Nothing has looked at it before. */
interface Encoding {
  readonly style?: string;
  readonly explode?: boolean;
  readonly contentType?: unknown;
}

function encodingOf({ media }: Content, name: string): Encoding {
  const all: object = Object((media as { encoding?: unknown }).encoding);
  return Object.hasOwn(all, name) ? Object((all as Record<string, unknown>)[name]) : {};
}

/** How the fields of a form are written: objects as JSON, unless the description says it otherwise. */
function formStyles(description: Description, content: Content, { schemas }: Schemas): Schemas["styles"] {
  const styles = Object.entries(schemas).map(([name, schema]): [string, Field["style"]] => {
    const stated = encodingOf(content, name);
    const style = queryStyle(stated.style, stated.explode);
    if (style === "unknown") leaveOut(`its form has a field ${name} in the style ${stated.style}`);
    const isStated = stated.style !== undefined || stated.explode !== undefined;
    const { type } = said(description, schema);
    const isPlain = [type ?? []].flat().some((one) => one !== "array" && one !== "object" && one !== "null");
    return [name, isStated || isPlain || type === "array" ? style : "json"];
  });
  return Object.fromEntries(styles);
}

/** Why an operation that has a body in the description is called without; empty where it has none, or is called with it. */
export function bodyNotes({ method, operation }: Place): string[] {
  if (method !== "GET" || !operation.requestBody) return [];
  return ["its body is left out, as it may be: no fetch sends a body with GET"];
}

/** The body of an operation; `undefined` where it has none, or none can be sent. */
export function bodyOf(description: Description, place: Place): Body | undefined {
  const { required } = resolve<object>(description, place.operation.requestBody ?? {}) as { required?: boolean };
  if (bodyNotes(place).length > 0) {
    return required ? leaveOut("its body must be given: no fetch sends a body with GET") : undefined;
  }
  const content = requestContent(description, place);
  if (content === undefined) return undefined;
  const isForm = content.kind === "form" || content.kind === "multipart";
  const hasFields = isForm || (content.kind === "json" && isObjectSchema(description, content.schema));
  const fields = hasFields ? propertiesOf(description, content.schema) : undefined;
  const styles = fields && content.kind === "form" ? formStyles(description, content, fields) : undefined;
  return { content, fields: fields && { ...fields, ...(styles && { styles }) }, isRequired: required === true };
}

/**
 * The content type that a part of a form is given, where one is stated. Of several it is the file's own type that says which
 * of them it is; an object can only be JSON.
 */
function partType(description: Description, content: Content, name: string, schema: Schema): string | undefined {
  const { contentType: stated } = encodingOf(content, name);
  if (typeof stated !== "string") return undefined;
  const types = stated.split(",").map((type) => type.trim());
  const { type, items } = said(description, schema);
  if (!isObjectSchema(description, type === "array" ? items : schema)) {
    return types.length === 1 && !stated.includes("*") ? stated : undefined;
  }
  const json = types.find((one) => contentKind(one) === "json");
  if (json === undefined && !/(^|, *)(\*|application)\/\*/.test(stated))
    leaveOut(`its form has a field ${name} as ${stated}`);
  return json === "application/json" ? undefined : json;
}

/** What an operation's row says of its body. */
export function bodyRow(description: Description, { content, fields, isRequired }: Body): Partial<Operation> {
  const isNamed = fields !== undefined && Object.keys(fields.schemas).length > 0;
  const isFree = fields !== undefined && (!isNamed || isOpen(description, content.schema));
  const checked = fields && fieldsOf(description, fields);
  return {
    ...(checked && { body: content.kind === "multipart" ? partsOf(description, content, fields, checked) : checked }),
    ...(isFree && { bodyOpen: true as const }),
    ...(!fields && { wholeBody: content.kind === "json" ? fieldOf(description, content.schema) : {} }),
    ...(isRequired && { bodyRequired: true as const }),
    ...(content.type !== "application/json" && { contentType: content.type }),
  };
}

/** The fields of a form of parts: a text may be a file there, too. */
function partsOf(description: Description, content: Content, { schemas }: Schemas, fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const { type: _, format: __, ...rest } = field;
      const isText = field.type === "string" && field.enum === undefined;
      const schema = schemas[name];
      const contentType = schema && partType(description, content, name, schema);
      return [name, { ...(isText ? rest : field), ...(contentType !== undefined && { contentType }) }];
    }),
  );
}
