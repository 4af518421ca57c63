import { gzipSync } from "node:zlib";
import type { RawRequest } from "./request.ts";

/** An answer before serialization. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** An answer as bytes, with its length unless the headers set another. */
export function bytesOf({ status, headers, body }: RawAnswer): Buffer {
  const content = Buffer.from(body);
  // A 204 and a 304 have no body and no length.
  const length = status === 204 || status === 304 ? {} : { "content-length": String(content.length) };
  const fields = Object.entries({ ...length, ...headers }).filter(([, value]) => value !== "");
  const head = [`HTTP/1.1 ${status} Whatever`, ...fields.map(([name, value]) => `${name}: ${value}`)].join("\r\n");
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, "latin1"), content]);
}

const json = { "content-type": "application/json" };
const item = { id: "5c1f0a52-7b1e-4d57-9a58-3f1f2f9f0c11", name: "Agente" };

/** A valid body for each operation: one item, alone for a PUT and in a list for a GET. */
const dataFor = (method: string, one: object) => ({ success: true, data: method === "PUT" ? one : [one] });

/** An answer that fits every operation the tests call. */
export function goodAnswer(
  { method }: Pick<RawRequest, "method">,
  headers: Readonly<Record<string, string>> = {},
  more: object = {},
): RawAnswer {
  return {
    status: 200,
    headers: { ...json, ...headers },
    body: JSON.stringify({ ...dataFor(method, item), messages: [item], ...more }),
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const bigItem = lazily(() => ({ ...item, notes: Array.from({ length: 90 }, () => "n".repeat(100_000)) }));

/** 9 MB of JSON. */
export const bigAnswer = ({ method }: RawRequest): RawAnswer => ({
  status: 200,
  headers: json,
  body: JSON.stringify(dataFor(method, bigItem())),
});

const bomb = lazily(() => gzipSync(Buffer.alloc(30_000_000, "boom ")));

/** 30 kB that unpack to 30 MB of invalid JSON. */
export const gzipBomb = (): RawAnswer => ({
  status: 200,
  headers: { ...json, "content-encoding": "gzip" },
  body: bomb(),
});

export const html = "<!doctype html><html><body><h1>Just a moment…</h1></body></html>";

/** The answer to `"status"`, as requested by the headers. */
export function statusAnswer(
  { method, headers }: RawRequest,
  echo: Readonly<Record<string, string>>,
  more: object,
): RawAnswer {
  const status = Number(headers.get("x-status"));
  const code = headers.get("x-code");
  const kind = headers.get("x-body");
  const isInHeader = headers.get("x-code-in") === "header";
  const fields = {
    "content-type": kind === "HTML" ? "text/html" : "application/json",
    ...(status >= 300 && status < 400 && { location: headers.get("x-location") ?? "/elsewhere" }),
    ...(code && isInHeader && { "sb-error-code": code }),
    ...Object.fromEntries(
      ["retry-after", "retry-after-ms"].map((name) => [name, headers.get(`x-${name}`) ?? ""] as const),
    ),
    ...echo,
  };
  const codeField = code && !isInHeader ? { code, message: "la plataforma dice que no" } : { error: "no se pudo" };
  const bodies: Readonly<Record<string, string>> = { empty: "", HTML: html, text: "no se pudo" };
  const isNoError = status < 300;
  const body = bodies[kind ?? ""] ?? JSON.stringify({ ...(isNoError ? dataFor(method, item) : codeField), ...more });
  return { status, headers: fields, body: status === 204 || status === 304 ? "" : body };
}
