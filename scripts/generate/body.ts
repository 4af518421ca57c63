import type { Operation } from "../../src/operation/table.ts";
import { type Description, resolve } from "../openapi/document.ts";
import type { Place } from "../openapi/operations.ts";
import { type Content, requestContent } from "./contents.ts";
import { fieldsOf, isObjectSchema, isOpen, propertiesOf, type Schemas } from "./fields.ts";
import { leaveOut } from "./left-out.ts";

/** An operation's request body, as the client sends it. */
export interface Body {
  readonly content: Content;
  readonly fields: Schemas;
  readonly isRequired: boolean;
}

/** Explains why the client ignores an operation's described body. Empty if the client sends it or there is none. */
export function bodyNotes({ method, operation }: Place): string[] {
  if (method !== "GET" || !operation.requestBody) return [];
  return ["its body is left out, as it may be: no fetch sends a body with GET"];
}

/**
 * Returns an operation's body, or `undefined` if it has none or the client ignores it.
 *
 * @throws LeftOut when the client cannot send a required body
 */
export function bodyOf(description: Description, place: Place): Body | undefined {
  const { required } = resolve<object>(description, place.operation.requestBody ?? {}) as { required?: boolean };
  if (bodyNotes(place).length > 0) {
    return required ? leaveOut("its body must be given: no fetch sends a body with GET") : undefined;
  }
  const content = requestContent(description, place);
  if (content === undefined) return undefined;
  if (!isObjectSchema(description, content.schema))
    leaveOut("its body is not an object, which only rawClient can send");
  return { content, fields: propertiesOf(description, content.schema), isRequired: required === true };
}

/** Returns the fields of a table row that describe the body. */
export function bodyRow(description: Description, { content, fields, isRequired }: Body): Partial<Operation> {
  const isFree = Object.keys(fields.schemas).length === 0 || isOpen(description, content.schema);
  return {
    body: fieldsOf(description, fields),
    ...(isFree && { bodyOpen: true as const }),
    ...(isRequired && { bodyRequired: true as const }),
  };
}
