import type { Field, Fields, Input, Operation } from "../operation/table.ts";
import { isNothing } from "../operation/values.ts";

type Values = Readonly<Record<string, unknown>>;

const encode = (value: unknown) => encodeURIComponent(String(value));

/** Values as a query has them, without a `?`. */
function queryText(fields: Fields = {}, values: Values = {}): string {
  // A loop, which every call goes through: flatMap takes several times as long.
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

/** A path with its parts filled in. */
function pathText(path: string, values: Values = {}): string {
  const encoded = (name: string) => [values[name]].flat().map(encode).join(",");
  return path.replace(/\{([^{}]+)\}/g, (part, name: string) => (Object.hasOwn(values, name) ? encoded(name) : part));
}

/** The headers that an input's parameters become, by their names in lower case. */
function headersOf({ headers = {} }: Input): Record<string, string> {
  const given = Object.entries(headers).filter(([, value]) => !isNothing(value));
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), [value].flat().join(",")]));
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
  const { accept, contentType = "application/json", method, path, query } = operation;
  const { body } = input;
  const search = queryText(query, input.query);
  // The caller may ask for another answer, and cannot change what the body is or who it is for.
  const headers = Object.assign(accept === undefined ? {} : { accept }, headersOf(input), given);
  if (body !== undefined) headers["content-type"] = contentType;
  return {
    url: baseUrl + pathText(path, input.path) + (search && `?${search}`),
    init: { method, redirect: "manual", headers, body: body === undefined ? null : JSON.stringify(body) },
  };
}
