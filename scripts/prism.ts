import { createLogger } from "@stoplight/prism-core";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";
import type { Description } from "./openapi/document.ts";

/** A mock server that runs in this process. */
export interface Mock {
  /** Its address, without the `/functions/v1` of the description's server: Prism does not serve that path. */
  readonly url: string;
  close(): Promise<void>;
}

/** Prism, answering for a description on a free port of this machine. */
export async function startPrism(description: Description): Promise<Mock> {
  const operations = await getHttpOperationsFromSpec(description);
  const server = createServer(operations, {
    cors: false,
    components: { logger: createLogger("mock", { enabled: false }) },
    config: {
      isProxy: false,
      checkSecurity: true,
      validateRequest: true,
      validateResponse: true,
      errors: false,
      upstreamProxy: undefined,
      mock: { dynamic: false },
    },
  });
  const url = await server.listen(0, "127.0.0.1");
  return { url, close: () => server.close() };
}
