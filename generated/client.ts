// Written by `npm run generate`. Not to be edited.

import createClient, { type Client, type ClientOptions } from "openapi-fetch";
import type { paths } from "./schema.ts";

/** Version of the description that the client was generated from. */
export const descriptionVersion = "1.1.0";

/** The description's server. */
export const server = "https://api.getwipsy.com/functions/v1";

/** The header that carries the API key. */
export const apiKeyHeader = "x-api-key";

/** An openapi-fetch client whose paths, parameters and answers are those of the description. */
export type RawClient = Client<paths>;

/** A typed fetch client for the description's server, or for the one of `options`. */
export function createRawClient(options: ClientOptions): RawClient {
  return createClient<paths>({ baseUrl: server, ...options });
}
