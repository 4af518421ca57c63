import { InputError, WipsyError } from "../errors/classes.ts";
import { refuse, shown } from "../errors/refuse.ts";
import type { Field, Fields, Input, JsonType, Operation } from "../operation/table.ts";
import { isBlob, isRecord } from "../operation/values.ts";
import { contentKind } from "./media.ts";
import { type ParameterPart, parameterParts, unsendable, unsendableInForm } from "./sendable.ts";

/** A list is only read: it may be the caller's own that is `readonly`. */
type Given<Value> = Value extends unknown[] ? Readonly<Value> : Value;

/** What is sent: `T` with its optional fields open to `undefined`, which is as good as left out, and its lists to be `readonly`. */
export type Loose<T> = {
  [Name in keyof T]: Record<never, never> extends Pick<T, Name> ? Given<T[Name]> | undefined : Given<T[Name]>;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isType: Record<JsonType, (value: unknown) => boolean> = {
  string: (value) => typeof value === "string",
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === "boolean",
  array: Array.isArray,
  object: isRecord,
  null: (value) => value === null,
};

const called: Record<JsonType, string> = {
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "an array",
  object: "a plain object",
  null: "null",
};

const halfCharacter = /\p{Surrogate}/u;

/** Why a text does not fit. */
function misfitText(field: Field, value: string): string | undefined {
  if (field.format === "uuid" && !uuid.test(value)) return "must be a UUID";
  return halfCharacter.test(value) ? "has half of a character (a lone surrogate)" : undefined;
}

/** Why an array does not fit. */
function misfitItems(items: readonly unknown[]): string | undefined {
  const isBroken = items.some((one) => typeof one === "string" && halfCharacter.test(one));
  return isBroken ? "has a text with half of a character (a lone surrogate)" : undefined;
}

/** Why a number does not fit. */
function misfitNumber({ minimum, maximum }: Field, value: number): string | undefined {
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  return maximum !== undefined && value > maximum ? `must be at most ${maximum}` : undefined;
}

/** Why `value` does not fit `field`, as the end of a sentence; `undefined` when it fits. Never shows the value. */
function misfit(field: Field, value: unknown): string | undefined {
  const { type } = field;
  const types: readonly JsonType[] | undefined = typeof type === "string" ? [type] : type;
  if (types && !types.some((one) => isType[one](value)))
    return `must be ${types.map((one) => called[one]).join(" or ")}`;
  if (field.enum && !field.enum.includes(value)) return `must be one of ${field.enum.join(", ")}`;
  if (typeof value === "string") return misfitText(field, value);
  if (Array.isArray(value)) return misfitItems(value);
  return typeof value === "number" ? misfitNumber(field, value) : undefined;
}

type Part = ParameterPart | "body";

/** Why a value cannot go under a name; `undefined` when it can. */
function problemOf(operation: Operation, where: Part, name: string, field: Field, value: unknown): string | undefined {
  if (value === undefined) return field.required ? "is required" : undefined;
  const isNeeded = field.required || name === operation.list?.id;
  // A change can empty a text.
  const isEmptied = (where === "body" && operation.effect === "idempotent") || field.enum?.includes("");
  if (isNeeded && value === "" && !isEmptied) return "must not be empty";
  const problem = misfit(field, value);
  if (problem !== undefined) return problem;
  return where === "body" ? unsendableInForm(operation.contentType, field, value) : unsendable(where, field, value);
}

/** @throws InputError when a name is given that the description does not know */
export function checkNames(operation: Operation, where: Part, fields: Fields, values: object): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || Object.hasOwn(fields, name)) continue;
    const known = Object.keys(fields).join(", ") || "none";
    refuse(operation, `${where}.${shown(name)}`, `is not known to the description, which knows: ${known}`);
  }
}

function checkFields(operation: Operation, where: Part, fields: Fields, values: unknown): void {
  if (!isRecord(values)) refuse(operation, where, "must be a plain object");
  const check = (name: string, field: Field) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const problem = problemOf(operation, where, name, field, value);
    if (problem !== undefined) refuse(operation, `${where}.${shown(name)}`, problem);
  };
  const isOpen = where === "body" && operation.bodyOpen;
  if (!isOpen) checkNames(operation, where, fields, values);
  for (const [name, field] of Object.entries(fields)) check(name, field);
  // What is not named can be sent, too, as long as a form can hold it.
  if (isOpen) for (const name of Object.keys(values)) if (!Object.hasOwn(fields, name)) check(name, {});
}

/** Why a body that is no object of fields cannot be sent; `undefined` when it can. */
function problemOfWhole({ contentType = "" }: Operation, field: Field, body: unknown): string | undefined {
  const kind = contentKind(contentType || "application/json");
  if (kind === "text") return typeof body === "string" ? undefined : "must be text";
  if (kind === "binary") return isBlob(body) ? undefined : "must be a Blob or a File";
  return misfit(field, body);
}

function checkBody(operation: Operation, body: unknown): void {
  const { body: fields, wholeBody, bodyRequired } = operation;
  if (body === undefined && !bodyRequired) return;
  // First the fields: of what is missing, they say more than that it is.
  if (fields) checkFields(operation, "body", fields, body === undefined ? {} : body);
  if (body === undefined) refuse(operation, "body", "is required");
  const problem = wholeBody && problemOfWhole(operation, wholeBody, body);
  if (problem !== undefined) refuse(operation, "body", problem);
}

const parts = ["query", "path", "headers", "cookies"] as const satisfies ParameterPart[];

/** Whether an operation's input can have these parameters. A query can be given to any: it is empty then. */
function takes(operation: Operation, part: ParameterPart): boolean {
  return part === "query" || operation[parameterParts[part]] !== undefined;
}

function checkParts(operation: Operation, input: object): void {
  for (const name of Object.keys(input)) {
    if (name === "body" || parts.some((part) => part === name && takes(operation, part))) continue;
    const known = [...parts.filter((part) => takes(operation, part)), "body"].join(", ");
    refuse(operation, shown(name), `is not a part of its input: parts are ${known}`);
  }
}

/**
 * Refuses an input that does not fit the operation's row: a missing or unknown name, a wrong type, a value out of bounds.
 * Looks at parameters and at the fields of the body, not into nested objects.
 *
 * @throws InputError naming the field; never showing its value.
 */
export function checkInput(operation: Operation, input: Input): void {
  if (!isRecord(input)) refuse(operation, "input", "must be a plain object with query and body");
  const { body } = input;
  checkParts(operation, input);
  for (const part of parts) {
    if (!takes(operation, part)) continue;
    const values = Object.hasOwn(input, part) ? input[part] : undefined;
    checkFields(operation, part, operation[parameterParts[part]] ?? {}, values === undefined ? {} : values);
  }
  if (operation.body || operation.wholeBody) checkBody(operation, body);
  else if (body !== undefined) refuse(operation, "body", "is not taken by this operation");
}

/**
 * What `read` finds in a caller's objects.
 *
 * @throws InputError when they cannot be read, besides what `read` throws of this package's errors
 */
export function readable<T>(operation: string | undefined, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof WipsyError) throw error;
    const message = `${operation ?? "call"}: the input or its options cannot be read: a getter throws, or they are nested too deep.`;
    throw new InputError(message, { operation, field: "input" });
  }
}
