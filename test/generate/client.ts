import { rowsOf } from "../../scripts/generate/rows.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import type { Call, CallOptions } from "../../src/call/call.ts";
import { clientOf } from "../../src/call/client.ts";
import { execute } from "../../src/call/execute.ts";
import { type Invoke, namespacesOf, operationOf, wholeAnswer } from "../../src/methods/namespaces.ts";
import type { Input } from "../../src/operation/table.ts";

type AnyMethod = (...args: unknown[]) => Call<unknown>;

/** A client with the operations of any description. */
export interface AnyClient {
  readonly namespaces: Record<string, Record<string, AnyMethod>>;
  call(id: string, input?: Input, options?: CallOptions): Call<unknown>;
}

/** Makes a client for a description, as the package does for its own. */
export function clientFor(description: Description, url: string, apiKey: string | undefined = "test-key"): AnyClient {
  const client = clientOf({ apiKey, baseUrl: url, maxRetries: 1 });
  const table = Object.fromEntries(rowsOf(description).rows.map(({ operation }) => [operation.id, operation]));
  const invoke: Invoke = (...call) => execute(client, ...call);
  return {
    // A test's description has no generated types.
    namespaces: namespacesOf(table, false, invoke) as unknown as AnyClient["namespaces"],
    call: (id, input = {}, options) => invoke(operationOf(table, id), input, options, wholeAnswer),
  };
}
