import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { root } from "../support/run.ts";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

test("npm run mock serves both descriptions for use by hand", async () => {
  const port = await freePort();
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/mock.ts", "-p", String(port)], { cwd: root });
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes("is listening")) resolve();
    });
  });
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { headers: { "x-api-key": "any" } });
  expect((await get("/api-get-contacts")).status).toBe(200);
  expect((await get("/api-get-tags")).status).toBe(200);
  child.kill("SIGTERM");
  await once(child, "exit");
  await expect(get("/api-get-tags")).rejects.toThrow("fetch failed");
}, 60_000);
