import { type Destination, repository } from "./destination.ts";

/** Writes `generated/client.ts`: the typed fetch client, bound to the description's server. */
export function clientFile({ notice, file }: Destination = repository): string {
  return `${notice}

import createClient, { type Client, type ClientOptions } from "openapi-fetch";
import { operations } from "${file("operations")}";
import type { paths } from "${file("schema")}";

/** An openapi-fetch client whose paths, parameters and answers are those of a description; of this one, unless told otherwise. */
export interface RawClient<Paths extends object = paths> extends Client<Paths> {}

/** A typed fetch client for the description's server, or for the one of \`options\`. */
export function createRawClient(options: ClientOptions): RawClient {
  return createClient<paths>({ baseUrl: operations.server, ...options });
}
`;
}
