import { contentKind } from "../operation/content.ts";
import type { Field, Fields, Input, Operation } from "../operation/table.ts";
import { isBlob, isNothing, isPlain } from "../operation/values.ts";

type Values = Readonly<Record<string, unknown>>;

const encode = (value: unknown) => encodeURIComponent(String(value));
const pair = (name: string, value: unknown) => `${encode(name)}=${encode(value)}`;

function deepPairs(name: string, value: unknown): string[] {
  if (isNothing(value)) return [];
  if (Array.isArray(value)) return value.map((one) => pair(`${name}[]`, one));
  if (typeof value !== "object") return [pair(name, value)];
  return Object.entries(value).flatMap(([key, one]) => deepPairs(`${name}[${key}]`, one));
}

const joiners = { comma: ",", space: "%20", pipe: "%7C" };

const textOf = (value: unknown) => (isPlain(value) ? String(value) : JSON.stringify(value));

function pairsOf(name: string, { style, contentType }: Field, value: unknown): string[] {
  if (isNothing(value)) return [];
  if (style === "json") {
    // Without a type of its own each item is as it would be in a form of parts.
    return contentType ? [pair(name, JSON.stringify(value))] : [value].flat().map((one) => pair(name, textOf(one)));
  }
  if (style === "deep") return deepPairs(name, value);
  if (typeof value !== "object") return [pair(name, value)];
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((one) => [name, one])
    : Object.entries(value).filter(([, one]) => !isNothing(one));
  if (style === undefined) return entries.map(([key, one]) => pair(key, one));
  const parts: unknown[] = Array.isArray(value) ? value : entries.flat();
  return parts.length > 0 ? [`${encode(name)}=${parts.map(encode).join(joiners[style])}`] : [];
}

/** What has no field is in a form: an open one can have any. */
const fieldOf = (fields: Fields, name: string): Field =>
  (Object.hasOwn(fields, name) && fields[name]) || { style: "json" };

/** Values as a query or a form has them, without a `?`. */
function queryText(fields: Fields = {}, values: Values = {}): string {
  // A loop, which every call goes through: flatMap takes several times as long.
  const pairs: string[] = [];
  for (const name of Object.keys(values)) pairs.push(...pairsOf(name, fieldOf(fields, name), values[name]));
  return pairs.join("&");
}

/** A path with its parts filled in. */
function pathText(path: string, values: Values | undefined): string {
  if (values === undefined) return path;
  const encoded = (value: unknown) => [value].flat().map(encode);
  return path.replace(/\{([^{}]+)\}/g, (part, name: string) =>
    Object.hasOwn(values, name) ? encoded(values[name]).join(",") : part,
  );
}

/** The headers that an input's parameters become, by their names in lower case. */
function headersOf({ headers, cookies }: Input): Record<string, string> {
  if (headers === undefined && cookies === undefined) return {};
  const given = (values: Values = {}) => Object.entries(values).filter(([, value]) => !isNothing(value));
  // What a cookie's value can hold stays as it is: many servers do not decode it.
  const crumb = (value: unknown) =>
    String(value).replace(/[^\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]/gu, encodeURIComponent);
  const cookie = given(cookies).map(([name, value]) => `${name}=${crumb(value)}`);
  return {
    ...Object.fromEntries(
      given(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().map(String).join(",")]),
    ),
    ...(cookie.length > 0 && { cookie: cookie.join("; ") }),
  };
}

function partOf(value: unknown, contentType: string | undefined): string | Blob {
  if (isBlob(value)) return value.type ? value : value.slice(0, value.size, contentType);
  const text = textOf(value);
  return isPlain(value) && !contentType ? text : new Blob([text], { type: contentType ?? "application/json" });
}

/**
 * FormData can give a type only to what it takes for a file, which it calls `filename="blob"`: servers that choose a reader
 * by the type, such as Spring's for an object, need it; those that go by the name find such a part among the files.
 */
function formData(fields: Fields = {}, values: Values): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) {
      if (isNothing(one)) continue;
      const part = partOf(one, fieldOf(fields, name).contentType);
      if (typeof part === "string") form.append(name, part);
      // The cast: a File is a Blob with a name, which cutting takes off.
      else form.append(name, part, (isBlob(one) && (one as Partial<File>).name) || "blob");
    }
  }
  return form;
}

/** A body as it is sent, as often as need be: none of these is used up by sending it. */
function bodyContent({ contentType, body: fields }: Operation, body: unknown): string | Blob | FormData {
  const kind = contentType === undefined ? "json" : contentKind(contentType);
  if (kind === "json") return JSON.stringify(body);
  // checkInput has seen to it that the body is what its kind needs.
  if (kind === "form") return queryText(fields, body as Values);
  if (kind === "multipart") return formData(fields, body as Values);
  return body as string | Blob;
}

/** The `content-type` of a body; `undefined` where `fetch` has to write it, with the boundary of the parts. */
function bodyType({ contentType }: Operation, body: unknown): string | undefined {
  if (contentType === undefined) return "application/json";
  if (contentKind(contentType) === "multipart") return undefined;
  if (!contentType.includes("*")) return contentType;
  return (isBlob(body) && body.type) || "application/octet-stream";
}

/** A request, written once and sent as often as need be. */
export interface Built {
  readonly url: string;
  readonly init: RequestInit & { readonly headers: Readonly<Record<string, string>> };
}

/**
 * Writes an operation's request, without the key. `given`: headers by their names in lower case; they win over the input's.
 * There is no `Request`: it would turn the body into a stream, which can be sent only once.
 */
export function buildRequest(
  baseUrl: string,
  operation: Operation,
  input: Input,
  given: Readonly<Record<string, string>>,
): Built {
  const { accept, method, path, query } = operation;
  const { body } = input;
  const search = queryText(query, input.query);
  // The caller may ask for another answer, and cannot change what the body is or who it is for.
  const headers = Object.assign(accept === undefined ? {} : { accept }, headersOf(input), given);
  const contentType = body === undefined ? undefined : bodyType(operation, body);
  if (contentType !== undefined) headers["content-type"] = contentType;
  return {
    url: baseUrl + pathText(path, input.path) + (search && `?${search}`),
    init: { method, redirect: "manual", headers, body: body === undefined ? null : bodyContent(operation, body) },
  };
}
