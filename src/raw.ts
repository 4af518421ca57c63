import { createRawClient, type RawClient } from "../generated/client.ts";
import type { Client } from "./client.ts";
import { authorization } from "./credentials.ts";
import { redirectError } from "./decode.ts";
import { checkEvidence } from "./execute.ts";
import { discard, isRedirect } from "./transport.ts";

/** What is passed on of a request as it is. A runtime need not know each. */
const passed = [
  "method",
  "headers",
  "signal",
  "cache",
  "credentials",
  "integrity",
  "keepalive",
  "mode",
  "referrer",
  "referrerPolicy",
] as const;

/** The generated client by itself, which still carries the key, refuses inferred operations and follows no redirect. */
export function createRaw(client: Client): RawClient {
  const raw = createRawClient({
    baseUrl: client.baseUrl,
    // What the client's own fetch takes is a URL and a plain init.
    fetch: async (request) => {
      const init: RequestInit = Object.fromEntries(passed.map((name) => [name, request[name]]));
      // Not every browser shows the body of a request.
      const body = await request.arrayBuffer();
      return client.fetch(request.url, { ...init, body: body.byteLength > 0 ? body : null, redirect: "manual" });
    },
    headers: client.defaults.headers,
  });
  const byPath = new Map(
    Object.values(client.table.rows).map((operation) => [`${operation.method} ${operation.path}`, operation]),
  );
  raw.use({
    async onRequest({ request, schemaPath }) {
      const operation = byPath.get(`${request.method} ${schemaPath}`);
      if (operation === undefined) return;
      checkEvidence(operation, client.allowInferred);
      if (operation.auth === "bearer" && request.headers.has("authorization")) return;
      const known = authorization(operation, client.credentials);
      const header = typeof known === "function" ? await known() : known;
      for (const [name, value] of Object.entries(header)) {
        request.headers.set(name, value);
      }
    },
    onResponse({ request, response, schemaPath }) {
      if (!isRedirect(response)) return;
      const called = `${request.method} ${schemaPath}`;
      discard(response);
      throw redirectError(byPath.get(called)?.id ?? called, 1);
    },
  });
  return raw;
}
