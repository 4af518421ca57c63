import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { tempDir } from "../support/temp-dir.ts";
import { install } from "./install.ts";

/** A registry that lists a package but sends only its first bytes. */
async function stallingRegistry(): Promise<AsyncDisposable & { readonly url: string }> {
  let url = "";
  const server = createServer((request, response) => {
    if (request.url?.endsWith(".tgz")) return response.writeHead(200).write("half");
    const dist = { tarball: `${url}stalls.tgz`, shasum: "0".repeat(40) };
    const versions = { "1.0.0": { name: "stalls", version: "1.0.0", dist } };
    return response.end(JSON.stringify({ name: "stalls", "dist-tags": { latest: "1.0.0" }, versions }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("gives up on a slow package and removes it", async () => {
  await using registry = await stallingRegistry();
  await using dir = await tempDir();
  vi.stubEnv("npm_config_registry", registry.url);
  vi.stubEnv("npm_config_cache", join(dir.path, "cache"));
  const packages = { x64: "stalls@1.0.0", arm64: "stalls@1.0.0" };
  const folder = join(dir.path, "runtimes");
  const found = await install("Stalls", { packages, program: "run" }, { folder, patience: 1_500 });
  vi.unstubAllEnvs();
  expect(found).toEqual({ missing: "stalls@1.0.0 did not come within 1.5 s" });
  expect(existsSync(join(folder, "stalls@1.0.0"))).toBe(false);
});
