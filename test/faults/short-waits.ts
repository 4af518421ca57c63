import { afterAll, vi } from "vitest";
import { fixedRandom } from "./check.ts";
import { type FaultServer, serveFaults } from "./server.ts";

/** A fault server for the tests of a file, with short backoff for their clients. */
export async function serverWithShortWaits(): Promise<FaultServer> {
  vi.spyOn(Math, "random").mockReturnValue(fixedRandom);
  const server = await serveFaults();
  afterAll(async () => {
    vi.restoreAllMocks();
    await server[Symbol.asyncDispose]();
  });
  return server;
}
