import { type Description, resolve } from "../openapi/document.ts";
import type { Place } from "../openapi/operations.ts";
import { isObjectSchema, type Schema, said } from "./fields.ts";
import { leaveOut } from "./left-out.ts";

/** One content type of a request body or a response. */
export interface Content {
  /** Its key in the description. */
  readonly key: string;
  /** Whether it is JSON. Only `rawClient` can send and read the rest. */
  readonly isJson: boolean;
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

function contentOf(description: Description, key: string, media: object): Content {
  const { schema } = media as { schema?: Schema };
  const type = mediaType(key);
  // A wildcard type counts as JSON if it has a schema other than a string.
  const isJson = isAnyType(type) && schema !== undefined && said(description, schema).type !== "string";
  return { key, schema, media, type, isJson: isJson || type === "application/json" };
}

/** Lists the content types of a body or response, JSON first. */
export function contentsOf(description: Description, content: unknown): Content[] {
  const all = Object.entries(Object(content) as Record<string, object>).map(([key, media]) =>
    contentOf(description, key, resolve(description, media ?? {})),
  );
  const rank = ({ isJson, type }: Content) => Number(isJson) + Number(type === "application/json");
  return all.sort((a, b) => rank(b) - rank(a));
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
  if (first.type !== "application/json") leaveOut(`its body is ${first.type}, which only rawClient can send`);
  return first;
}

/** The response to one success status. */
export interface Success {
  /** As written in the description: `200`, `2XX` or `default`. */
  readonly status: string;
  readonly kind: "object" | "json" | "any";
  /** Its content; `undefined` if the response is empty or not described. */
  readonly content: Content | undefined;
  readonly response: object | undefined;
}

function kindOf(description: Description, { isJson, type, schema }: Content): Success["kind"] {
  if (isJson) return isObjectSchema(description, schema) ? "object" : "json";
  const isUnknown = isAnyType(type) && said(description, schema).format !== "binary";
  return isUnknown ? "any" : leaveOut(`it answers with ${type}, which only rawClient can read`);
}

function successOf(description: Description, status: string, reference: object): Success {
  const response = resolve(description, reference);
  const { content: contents } = response as { content?: unknown };
  const [content] = /^20[45]$/.test(status) ? [] : contentsOf(description, contents);
  return { status, kind: content ? kindOf(description, content) : "any", content, response };
}

/**
 * Returns an operation's responses, one for each success status.
 *
 * @throws LeftOut when every response is a redirect, or one is bytes
 */
export function successesOf(description: Description, { operation }: Place): Success[] {
  const responses = Object.entries((operation.responses ?? {}) as Record<string, object | undefined>);
  const good = responses.filter(([status]) => /^2(\d\d|XX)$/i.test(status));
  const chosen = good.length > 0 ? good : responses.filter(([status]) => status === "default");
  if (chosen.length > 0) return chosen.map(([status, response]) => successOf(description, status, response ?? {}));
  if (responses.some(([status]) => /^3(\d\d|XX)$/i.test(status))) {
    leaveOut("it answers with a redirect, which is never followed");
  }
  return [{ status: "default", kind: "any", content: undefined, response: undefined }];
}
