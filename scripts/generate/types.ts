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

const inParameters = { query: "query", path: "path", headers: "header" };

/** Returns the type of an operation's parameters in one location. */
export function partType({ operation, leftHeaders }: Row, part: keyof typeof inParameters): string {
  const all = `NonNullable<${inSchema(operation)}["parameters"]["${inParameters[part]}"]>`;
  const left = part === "headers" ? leftHeaders.map((name) => JSON.stringify(name)).join(" | ") : "";
  return `Loose<${left === "" ? all : `Omit<${all}, ${left}>`}>`;
}

/** Returns the type of an operation's body. */
export function bodyTypeOf({ operation, body }: Row): string {
  if (body === undefined) return "never";
  const type = `NonNullable<${inSchema(operation)}["requestBody"]>["content"][${JSON.stringify(body.content.key)}]`;
  return body.fields ? `Loose<${type}>` : type;
}

/** One part of an operation's input. */
export interface InputPart {
  readonly name: "query" | "path" | "headers" | "body";
  readonly type: string;
  readonly isNeeded: boolean;
  readonly fields: Fields | undefined;
}

/** Returns the input parts that an operation has. */
export function inputParts(row: Row): InputPart[] {
  const { query, pathFields: path, headerFields: headers, bodyRequired } = row.operation;
  const parameters = Object.entries({ query, path, headers }) as [keyof typeof inParameters, Fields | undefined][];
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
  if (kind === "none") return "undefined";
  if (kind === "text") return "string";
  if (kind === "any" || content?.schema === undefined) return "unknown";
  const key = /^\d+$/.test(status) ? status : JSON.stringify(status);
  return `${inSchema(operation)}["responses"][${key}]["content"][${JSON.stringify(content.key)}]`;
}

/** Returns the type of an operation's whole answer. */
export function answerType({ operation, answers }: Row): string {
  const types = new Set(answers.map((one) => contentType(operation, one)));
  return types.has("unknown") ? "unknown" : [...types].join(" | ");
}
