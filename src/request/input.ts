import { WipsyError } from "../errors/classes.ts";
import { type About, inputError, refuse, shown } from "../errors/refuse.ts";
import type { Field, Fields, Input, JsonType, Operation } from "../operation/table.ts";
import { isNothing, isPlain, isRecord, own } from "../operation/values.ts";

/** Arrays are only read, so `readonly` ones are accepted. */
type Given<Value> = Value extends unknown[] ? Readonly<Value> : Value;

/** The input type for `T`: optional fields may be `undefined`, which counts as absent, and arrays may be `readonly`. */
export type Loose<T> = {
  [Name in keyof T]: Record<never, never> extends Pick<T, Name> ? Given<T[Name]> | undefined : Given<T[Name]>;
};

// The end of a sentence that begins with the field's name. Never contains the value.
type Problem = string | undefined;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const loneSurrogate = /\p{Surrogate}/u;

const jsonTypes: Record<JsonType, readonly [name: string, fits: (value: unknown) => boolean]> = {
  string: ["a string", (value) => typeof value === "string"],
  number: ["a number", (value) => Number.isFinite(value)],
  integer: ["a whole number", (value) => Number.isSafeInteger(value)],
  boolean: ["true or false", (value) => typeof value === "boolean"],
  array: ["an array", Array.isArray],
  object: ["a plain object", isRecord],
  null: ["null", (value) => value === null],
};

/** Why `value` does not match the schema of `field`. */
function schemaProblem({ type, enum: valid, format, minimum, maximum }: Field, value: unknown): Problem {
  const types = type === undefined ? [] : [type].flat();
  if (types.length > 0 && !types.some((one) => jsonTypes[one][1](value)))
    return `must be ${types.map((one) => jsonTypes[one][0]).join(" or ")}`;
  if (valid && !valid.includes(value)) return `must be one of ${valid.join(", ")}`;
  if (typeof value === "string" && format === "uuid" && !uuid.test(value)) return "must be a UUID";
  if ([value].flat().some((one) => typeof one === "string" && loneSurrogate.test(one)))
    return "has a lone surrogate (half a character)";
  if (typeof value !== "number") return undefined;
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  return maximum !== undefined && value > maximum ? `must be at most ${maximum}` : undefined;
}

const writable = "must be a string, number or boolean";

type Part = "query" | "path" | "body";

/** Why a value that matches its schema cannot be sent in this location. */
function locationProblem(where: Part, value: unknown): Problem {
  const isList = [value].flat().every((one) => isPlain(one) || isNothing(one));
  if (where === "query" && !isList) return `${writable}, or an array of them`;
  if (where !== "path") return undefined;
  if (!isPlain(value)) return `${writable} in the path`;
  // fetch would resolve such a segment and request another path.
  return ["", ".", ".."].includes(String(value)) ? 'must not be empty, "." or ".."' : undefined;
}

/** Why a field's value is invalid. */
function problemOf(operation: Operation, where: Part, name: string, field: Field, value: unknown): Problem {
  if (value === undefined) return field.required ? "is required" : undefined;
  const isNeeded = field.required || name === operation.list?.id;
  // An update may empty a text field.
  const canBeEmpty = (where === "body" && operation.effect === "idempotent") || field.enum?.includes("");
  if (isNeeded && value === "" && !canBeEmpty) return "must not be empty";
  return schemaProblem(field, value) ?? locationProblem(where, value);
}

/** @throws InputError if a name is not in the description. `where` is empty for the names of the parts themselves. */
export function checkNames(operation: Operation, where: Part | "", known: object, values: object): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || Object.hasOwn(known, name)) continue;
    const valid = Object.keys(known).join(", ") || "none";
    refuse(operation, `${where && `${where}.`}${shown(name)}`, `is unknown; valid names: ${valid}`);
  }
}

function checkFields(operation: Operation, where: Part, fields: Fields, values: unknown = {}): void {
  if (!isRecord(values)) refuse(operation, where, "must be a plain object");
  if (where !== "body" || !operation.bodyOpen) checkNames(operation, where, fields, values);
  for (const [name, field] of Object.entries(fields)) {
    const problem = problemOf(operation, where, name, field, own(values, name));
    if (problem) refuse(operation, `${where}.${shown(name)}`, problem);
  }
}

/**
 * Checks an input against the operation's row: missing and unknown names, types and bounds. Checks parameters and the
 * top-level fields of the body, not nested objects.
 *
 * @throws InputError that names the field and never contains its value
 */
export function checkInput(operation: Operation, input: Input): void {
  if (!isRecord(input)) refuse(operation, "input", "must be a plain object");
  // Every operation accepts a query, even if only an empty one.
  const { query = {}, pathFields: path, body, bodyRequired } = operation;
  const parts = { query, ...(path && { path }), ...(body && { body }) };
  checkNames(operation, "", parts, input);
  for (const [where, fields] of Object.entries(parts) as [Part, Fields][]) {
    const values = own(input, where);
    const isMissing = where === "body" && values === undefined;
    if (isMissing && !bodyRequired) continue;
    // Fields first, so that the message names the missing one.
    checkFields(operation, where, fields, values);
    if (isMissing) refuse(operation, "body", "is required");
  }
}

/**
 * Runs `read`, which reads the caller's objects.
 *
 * @throws InputError if they cannot be read; errors of this package pass through
 */
export function readable<T>(about: About, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof WipsyError) throw error;
    throw inputError(
      about,
      "input",
      "the input or options cannot be read: a getter throws, or the nesting is too deep",
    );
  }
}
