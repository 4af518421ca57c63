import type { Field, Fields, Input, Operation } from "../operation/table.ts";
import { isNothing } from "../operation/values.ts";

type Values = Readonly<Record<string, unknown>>;

const encode = (value: unknown) => encodeURIComponent(String(value));

/** The query string, without its `?`. */
function queryText(fields: Fields = {}, values: Values = {}): string {
  // A loop, since every call runs it and flatMap is several times slower.
  const pairs: string[] = [];
  for (const name of Object.keys(values)) {
    const { style }: Field = fields[name] ?? {};
    const parts = [values[name]]
      .flat()
      .filter((one) => !isNothing(one))
      .map(encode);
    if (style === "comma" && parts.length > 0) pairs.push(`${encode(name)}=${parts.join(",")}`);
    else for (const part of parts) pairs.push(`${encode(name)}=${part}`);
  }
  return pairs.join("&");
}

/** The path with its parameters filled in. */
function pathText(path: string, values: Values = {}): string {
  const encoded = (name: string) => [values[name]].flat().map(encode).join(",");
  return path.replace(/\{([^{}]+)\}/g, (part, name: string) => (Object.hasOwn(values, name) ? encoded(name) : part));
}

/** The header parameters of an input, by lower-case name. */
function headersOf({ headers = {} }: Input): Record<string, string> {
  const given = Object.entries(headers).filter(([, value]) => !isNothing(value));
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), [value].flat().join(",")]));
}

/** A request, built once and sent once per attempt. */
export interface Built {
  readonly url: string;
  readonly init: RequestInit & { readonly headers: Readonly<Record<string, string>> };
}

/**
 * Builds an operation's request, without the key. `given`: headers by lower-case name, which override the input's. Not
 * a `Request`: its body would be a stream, which can be sent only once.
 */
export function buildRequest(
  baseUrl: string,
  operation: Operation,
  input: Input,
  given: Readonly<Record<string, string>>,
): Built {
  const { accept, contentType = "application/json", method, path, query } = operation;
  const { body } = input;
  const search = queryText(query, input.query);
  // Callers may override `accept`, but not the content type.
  const headers = Object.assign(accept === undefined ? {} : { accept }, headersOf(input), given);
  if (body !== undefined) headers["content-type"] = contentType;
  return {
    url: baseUrl + pathText(path, input.path) + (search && `?${search}`),
    init: { method, redirect: "manual", headers, body: body === undefined ? null : JSON.stringify(body) },
  };
}
