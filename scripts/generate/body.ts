import type { Fields, Operation } from "../../src/operation/table.ts";
import { type Description, resolve } from "../openapi/document.ts";
import type { Place } from "../openapi/operations.ts";
import { type Content, requestContent } from "./contents.ts";
import { fieldOf, fieldsOf, isObjectSchema, isOpen, propertiesOf, type Schema, type Schemas, said } from "./fields.ts";
import { encodingOf, formWritings, objectType, variantFields } from "./form.ts";
import { leaveOut } from "./left-out.ts";

/** The body of an operation, as it is sent. */
export interface Body {
  readonly content: Content;
  /** Its fields; `undefined` where it is no object of fields. */
  readonly fields: Schemas | undefined;
  readonly isRequired: boolean;
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
  return { content, fields, isRequired: required === true };
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
  const json = objectType(encodingOf(content, name), name);
  return json === "application/json" ? undefined : json;
}

/** What is checked of a body's fields, and how they are written. */
function bodyFields(description: Description, content: Content, fields: Schemas): Fields {
  if (content.kind === "multipart") return partsOf(description, content, fields, fieldsOf(description, fields));
  if (content.kind !== "form") return fieldsOf(description, fields);
  const writings = formWritings(description, content, fields);
  return {
    ...fieldsOf(description, { ...fields, writings }),
    ...variantFields(description, content, fields),
  };
}

/** What an operation's row says of its body. */
export function bodyRow(description: Description, { content, fields, isRequired }: Body): Partial<Operation> {
  const isNamed = fields !== undefined && Object.keys(fields.schemas).length > 0;
  const isFree = fields !== undefined && (!isNamed || isOpen(description, content.schema));
  return {
    ...(fields && { body: bodyFields(description, content, fields) }),
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
