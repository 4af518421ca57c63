import { createLogger } from "@stoplight/prism-core";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";
import type { Description } from "../../scripts/openapi/document.ts";

/** A mock server that runs in this process. */
export interface Mock {
  /** Its address. Prism does not serve the `/functions/v1` of the description's server. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts Prism for a description, on a free port unless one is given. */
export async function startPrism(description: Description, port = 0): Promise<Mock> {
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
  const url = await server.listen(port, "127.0.0.1");
  return { url, close: () => server.close() };
}
