import type { Description } from "./description.ts";
import { apiKeyHeader } from "./security.ts";
import { serverOf } from "./servers.ts";

/** `generated/client.ts`: the typed fetch client, bound to the description's server and version. */
export function clientFile(description: Description): string {
  const { url: server } = serverOf(description);
  return `// Written by \`npm run generate\`. Not to be edited.

import createClient, { type Client, type ClientOptions } from "openapi-fetch";
import type { paths } from "./schema.ts";

/** Version of the description that the client was generated from. */
export const descriptionVersion = ${JSON.stringify(String(description.info.version))};

/** The description's server${server === "" ? ": none that can be called, so that a client needs a baseUrl" : ""}. */
export const server = ${JSON.stringify(server)};

/** The header that carries the API key. */
export const apiKeyHeader = ${JSON.stringify(apiKeyHeader(description))};

/** An openapi-fetch client whose paths, parameters and answers are those of the description. */
export type RawClient = Client<paths>;

/** A typed fetch client for the description's server, or for the one of \`options\`. */
export function createRawClient(options: ClientOptions): RawClient {
  return createClient<paths>({ baseUrl: server, ...options });
}
`;
}
