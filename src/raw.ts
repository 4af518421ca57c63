import { createRawClient, type RawClient } from "../generated/client.ts";
import type { Client } from "./client.ts";
import { authorization } from "./credentials.ts";
import { redirectError } from "./decode.ts";
import { checkEvidence } from "./execute.ts";
import { isRedirect } from "./transport.ts";

/** The generated client by itself, which still carries the key, refuses inferred operations and follows no redirect. */
export function createRaw(client: Client): RawClient {
  const raw = createRawClient({
    baseUrl: client.baseUrl,
    fetch: client.fetch,
    redirect: "manual",
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
      throw redirectError(byPath.get(`${request.method} ${schemaPath}`)?.id, 1);
    },
  });
  return raw;
}
