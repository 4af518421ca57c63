import { rowsOf } from "../../scripts/generate/rows.ts";
import type { CallOptions } from "../../src/call/call.ts";
import { clientOf } from "../../src/call/client.ts";
import { execute } from "../../src/call/execute.ts";
import type { IterateOptions, Iteration } from "../../src/lists/iterate.ts";
import type { Page } from "../../src/lists/page.ts";
import { namespacesOf } from "../../src/methods/namespaces.ts";
import { onlyList, type Paged } from "./paged.ts";

/** An item of a tiny list. */
export type Item = Readonly<Record<string, unknown>>;

/** The list of a tiny description's client. */
export interface TinyList {
  list(query?: object, options?: CallOptions): Promise<Page<Item>>;
  iterate(query?: object, options?: IterateOptions): Iteration<Item>;
}

/** The list in a description's client, made like src/wipsy.ts makes one from the bundled description. */
export function listOf({ description }: Paged, baseUrl: string): TinyList {
  const rows = rowsOf(description).rows.map(({ operation }) => operation);
  const table = Object.fromEntries(rows.map((operation) => [operation.id, operation]));
  const client = clientOf({ apiKey: "test-key", baseUrl, maxRetries: 0 });
  const { namespace } = onlyList(description);
  const methods = namespacesOf(table, false, (...call) => execute(client, ...call))[namespace];
  if (methods === undefined) throw new Error("no namespace");
  // The types of a tiny description are not generated.
  return methods as unknown as TinyList;
}
