import { propertiesOf, type Schema } from "../../scripts/generate/fields.ts";
import { type Description, jsonSchema, resolve } from "../../scripts/openapi/document.ts";
import { operationsOf } from "../../scripts/openapi/operations.ts";

/** One request as it went over the wire, with what Prism said of it. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly body: unknown;
  readonly headers: Headers;
  readonly status: number;
  /** Prism's `sl-violations`, which it sends with a 200 too. */
  readonly violations: string | null;
}

/** A `fetch` that sends for real, and keeps what was sent. `change` may alter the headers on their way. */
export function recorder(change: (headers: Headers) => void = () => {}) {
  const recorded: Recorded[] = [];
  const fetch = async (input: string | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(typeof input === "string" ? input : input.url);
    const headers = new Headers(init.headers ?? (input as Request).headers);
    change(headers);
    const response = await globalThis.fetch(input, { ...init, headers });
    const { pathname: path, searchParams } = url;
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    const violations = response.headers.get("sl-violations");
    const method = init.method ?? (input as Request).method;
    recorded.push({
      method,
      path,
      query: Object.fromEntries(searchParams),
      body,
      headers,
      status: response.status,
      violations,
    });
    return response;
  };
  return { fetch, recorded };
}

/** The keys of `value`, however deep, that `schema` does not name. A schema without properties takes any. */
function unnamed(description: Description, schema: Schema | undefined, value: unknown, at: string): string[] {
  if (schema === undefined || typeof value !== "object" || value === null) return [];
  const { items } = resolve(description, schema) as { items?: Schema };
  if (Array.isArray(value)) return value.flatMap((item, index) => unnamed(description, items, item, `${at}[${index}]`));
  const { schemas } = propertiesOf(description, schema);
  if (Object.keys(schemas).length === 0) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key in schemas ? unnamed(description, schemas[key], inner, `${at}.${key}`) : [`${at}.${key}`],
  );
}

/** What is wrong with a request: Prism's violations, and the query and body keys that the description does not name. */
export function faultsOf(description: Description, request: Recorded): string[] {
  const place = operationsOf(description).find(
    ({ method, path }) => method === request.method && path === request.path,
  );
  if (place === undefined) return [`${request.method} ${request.path} is not described`];
  const { parameters = [], requestBody } = place.operation;
  const names = parameters.map((one) => (resolve(description, one) as { name: string }).name);
  const content = requestBody && (resolve(description, requestBody) as { content: Record<string, object> }).content;
  return [
    ...(request.violations === null ? [] : [request.violations]),
    ...Object.keys(request.query).flatMap((name) => (names.includes(name) ? [] : [`query.${name}`])),
    ...(request.body !== undefined && content === undefined ? ["body"] : []),
    ...unnamed(description, jsonSchema(content), request.body, "body"),
  ];
}
