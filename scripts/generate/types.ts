import type { Fields, Operation } from "../../src/operation/table.ts";
import { schemaKey } from "../openapi/ids.ts";
import type { Success } from "./contents.ts";
import type { Row } from "./rows.ts";

// Prints the input and answer types of operations, as TypeScript that refers to generated/schema.ts.

function inSchema({ id }: Operation): string {
  return `operations[${JSON.stringify(schemaKey(id))}]`;
}

/** Whether any field is required. */
export function isNeeded(fields: Fields = {}): boolean {
  return Object.values(fields).some((field) => field.required);
}

/** Returns the type of an operation's parameters in one location. */
export function partType({ operation }: Row, part: "query" | "path"): string {
  return `Loose<NonNullable<${inSchema(operation)}["parameters"]["${part}"]>>`;
}

/** Returns the type of an operation's body. */
export function bodyTypeOf({ operation, body }: Row): string {
  if (body === undefined) return "never";
  return `Loose<NonNullable<${inSchema(operation)}["requestBody"]>["content"][${JSON.stringify(body.content.key)}]>`;
}

/** One part of an operation's input. */
export interface InputPart {
  readonly name: "query" | "path" | "body";
  readonly type: string;
  readonly isNeeded: boolean;
  readonly fields: Fields | undefined;
}

/** Returns the input parts that an operation has. */
export function inputParts(row: Row): InputPart[] {
  const { query, pathFields: path, bodyRequired } = row.operation;
  const parameters = Object.entries({ query, path }) as ["query" | "path", Fields | undefined][];
  const parts: InputPart[] = parameters
    .filter(([, fields]) => fields !== undefined)
    .map(([name, fields]) => ({ name, type: partType(row, name), isNeeded: isNeeded(fields), fields }));
  if (!row.body) return parts;
  const { body: fields } = row.operation;
  return [...parts, { name: "body", type: bodyTypeOf(row), isNeeded: bodyRequired === true, fields }];
}

/** Returns the object type of several input parts. */
export function inputType(parts: readonly InputPart[]): string {
  const texts = parts.map(({ name, type, isNeeded: needed }) =>
    needed ? `${name}: ${type}` : `${name}?: ${type} | undefined`,
  );
  return texts.length > 0 ? `{ ${texts.join("; ")} }` : "{}";
}

function contentType(operation: Operation, { status, kind, content }: Success): string {
  if (/^20[45]$/.test(status)) return "undefined";
  if (kind === "any" || content?.schema === undefined) return "unknown";
  const key = /^\d+$/.test(status) ? status : JSON.stringify(status);
  return `${inSchema(operation)}["responses"][${key}]["content"][${JSON.stringify(content.key)}]`;
}

/** Returns the type of an operation's whole answer. */
export function answerType({ operation, answers }: Row): string {
  const types = new Set(answers.map((one) => contentType(operation, one)));
  return types.has("unknown") ? "unknown" : [...types].join(" | ");
}
