import { afterAll, vi } from "vitest";
import { luck } from "./check.ts";
import { type FaultServer, serveFaults } from "./server.ts";

/** A fault server for the tests of a file, and short waits for the clients there. */
export async function serverWithShortWaits(): Promise<FaultServer> {
  vi.spyOn(Math, "random").mockReturnValue(luck);
  const server = await serveFaults();
  afterAll(async () => {
    vi.restoreAllMocks();
    await server[Symbol.asyncDispose]();
  });
  return server;
}
