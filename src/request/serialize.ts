import type { Input, Operation } from "../operation/table.ts";
import { isNothing } from "../operation/values.ts";

type Values = Readonly<Record<string, unknown>>;

const encode = (value: unknown) => encodeURIComponent(String(value));

/** The query string, without its `?`. */
function queryText(values: Values = {}): string {
  // A loop, since every call runs it and flatMap is several times slower.
  const pairs: string[] = [];
  for (const name of Object.keys(values)) {
    for (const part of [values[name]].flat()) if (!isNothing(part)) pairs.push(`${encode(name)}=${encode(part)}`);
  }
  return pairs.join("&");
}

/** The path with its parameters filled in. */
function pathText(path: string, values: Values = {}): string {
  return path.replace(/\{([^{}]+)\}/g, (part, name) => (Object.hasOwn(values, name) ? encode(values[name]) : part));
}

/** Headers by lower-case name. */
export type HeaderRecord = Readonly<Record<string, string>>;

/** A request, built once and sent once per attempt. */
export interface Built {
  readonly url: string;
  readonly init: RequestInit & { readonly headers: HeaderRecord };
}

/**
 * Builds an operation's request, without the key. `given`: headers by lower-case name. Not a `Request`: its body would be a
 * stream, which can be sent only once.
 */
export function buildRequest(baseUrl: string, { method, path }: Operation, input: Input, given: HeaderRecord): Built {
  const search = queryText(input.query);
  const body = input.body === undefined ? null : JSON.stringify(input.body);
  // Callers may override `accept`, but not the content type.
  const headers = {
    accept: "application/json",
    ...given,
    ...(body !== null && { "content-type": "application/json" }),
  };
  return {
    url: baseUrl + pathText(path, input.path) + (search && `?${search}`),
    init: { method, redirect: "manual", headers, body },
  };
}
