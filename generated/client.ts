// Written by `npm run generate`. Not to be edited.

import createClient, { type Client, type ClientOptions } from "openapi-fetch";
import { operations } from "./operations.ts";
import type { paths } from "./schema.ts";

/** An openapi-fetch client whose paths, parameters and answers are those of a description; of this one, unless told otherwise. */
export interface RawClient<Paths extends object = paths> extends Client<Paths> {}

/** A typed fetch client for the description's server, or for the one of `options`. */
export function createRawClient(options: ClientOptions): RawClient {
  return createClient<paths>({ baseUrl: operations.server, ...options });
}
