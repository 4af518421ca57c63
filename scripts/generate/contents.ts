import type { AnswerKind } from "../../src/operation/table.ts";
import { type Description, resolve } from "../openapi/document.ts";
import type { Place } from "../openapi/operations.ts";
import { isObjectSchema, type Schema, said } from "./fields.ts";
import { leaveOut } from "./left-out.ts";

/** One content type of a request body or a response. */
export interface Content {
  /** Its key in the description. */
  readonly key: string;
  /** `other` stands for bytes and forms, which only `rawClient` can send and read. */
  readonly kind: "json" | "text" | "other";
  /** The value for the `Content-Type` or `Accept` header. */
  readonly type: string;
  readonly schema: Schema | undefined;
  readonly media: object;
}

/** `Application/JSON; charset=utf-8` → `application/json`. */
export function mediaType(contentType: string): string {
  return (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
}

function isAnyType(type: string): boolean {
  return type === "*/*" || type === "application/*";
}

function kindOfType(type: string): Content["kind"] {
  if (/^application\/json$|[+/]json$/.test(type)) return "json";
  return /^text\/|[+/](xml|yaml|x-yaml|javascript|graphql|x-ndjson|jsonl|sql)$/.test(type) ? "text" : "other";
}

function contentOf(description: Description, key: string, media: object): Content {
  const { schema } = media as { schema?: Schema };
  const type = mediaType(key);
  // A wildcard type counts as JSON if it has a schema other than a string.
  const isJson = isAnyType(type) && schema !== undefined && said(description, schema).type !== "string";
  const given = { key, schema, media };
  if (isJson) return { ...given, kind: "json", type: "application/json" };
  return { ...given, kind: kindOfType(type), type: type === "text/*" ? "text/plain" : type };
}

const order: readonly Content["kind"][] = ["json", "text", "other"];

/** Lists the content types of a body or response in order of preference: JSON, text, then others. */
export function contentsOf(description: Description, content: unknown): Content[] {
  const all = Object.entries(Object(content) as Record<string, object>).map(([key, media]) =>
    contentOf(description, key, resolve(description, media ?? {})),
  );
  const rank = ({ kind, type }: Content) =>
    order.indexOf(kind) * 4 + Number(type !== "application/json") + Number(type.includes("*")) * 2;
  return all.sort((a, b) => rank(a) - rank(b));
}

/**
 * Returns the content type in which the client sends an operation's body; `undefined` if it has no body.
 *
 * @throws LeftOut when the body has no content type, or none that is JSON
 */
export function requestContent(description: Description, { operation }: Place): Content | undefined {
  const { requestBody } = operation;
  if (!requestBody) return undefined;
  const { content } = resolve<object>(description, requestBody) as { content?: unknown };
  const [first] = contentsOf(description, content);
  if (first === undefined) leaveOut("its body has no content");
  if (first.kind !== "json") leaveOut(`its body is ${first.type}, which only rawClient can send`);
  return first;
}

/** The response to one success status. */
export interface Success {
  /** As written in the description: `200`, `2XX` or `default`. */
  readonly status: string;
  readonly kind: AnswerKind;
  /** The content to ask for; `undefined` if the response is empty or not described. */
  readonly content: Content | undefined;
  /** Whether the response offers more than one content type. */
  readonly isOneOfSeveral: boolean;
  readonly response: object | undefined;
}

function kindOf(description: Description, { kind, type, schema }: Content): AnswerKind {
  if (kind === "json") return isObjectSchema(description, schema) ? "object" : "json";
  if (kind === "text") return "text";
  const isUnknown = isAnyType(type) && said(description, schema).format !== "binary";
  return isUnknown ? "any" : leaveOut(`it answers with ${type}, which only rawClient can read`);
}

function successOf(description: Description, status: string, reference: object): Success {
  const response = resolve(description, reference);
  const contents = contentsOf(description, (response as { content?: unknown }).content);
  const [content] = contents;
  const nothing = status === "default" ? "any" : "none";
  const kind = content === undefined || /^20[45]$/.test(status) ? nothing : kindOf(description, content);
  return { status, kind, content, isOneOfSeveral: contents.length > 1, response };
}

/**
 * Returns an operation's responses, one for each success status.
 *
 * @throws LeftOut when every response is a redirect, or one is bytes
 */
export function successesOf(description: Description, { operation }: Place): Success[] {
  const responses = Object.entries((operation.responses ?? {}) as Record<string, object | undefined>);
  const good = responses.filter(([status]) => /^2(\d\d|XX)$/i.test(status));
  const usual = responses.filter(([status]) => status === "default");
  const chosen = good.length > 0 ? good : usual;
  if (chosen.length > 0) return chosen.map(([status, response]) => successOf(description, status, response ?? {}));
  if (responses.some(([status]) => /^3(\d\d|XX)$/i.test(status))) {
    leaveOut("it answers with a redirect, which is never followed");
  }
  return [{ status: "default", kind: "any", content: undefined, isOneOfSeveral: false, response: undefined }];
}
