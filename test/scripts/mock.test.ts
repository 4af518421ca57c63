import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { test } from "vitest";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import { operationsOf } from "../../scripts/openapi/operations.ts";
import { root } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function isRunning(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

// What can be asked for without more: the first is documented, the last inferred as long as anything is.
const paths = operationsOf(await bundledDescription()).flatMap(({ method, path, operation }) => {
  const needs = (operation.parameters ?? []).some((one) => "required" in one && one.required);
  return method === "GET" && !needs ? [path] : [];
});
const [first = "", last = ""] = [paths[0], paths.at(-1)];

const npm = ["npm", "run", "mock", "--"] as const;
const node = [process.execPath, "--import", "tsx", "scripts/mock.ts"] as const;

// Together: most of it is waiting for programs to start and to end.
test.concurrent.for([
  // Ctrl-C reaches the whole group.
  { started: "npm run mock", by: npm, signal: "SIGINT", receiver: "its group" },
  { started: "scripts/mock.ts", by: node, signal: "SIGHUP", receiver: "the process alone" },
] as const)(
  "$started serves both descriptions for use by hand, and after $signal to $receiver nothing is left behind",
  async ({ by: [command, ...args], signal, receiver }, { expect }) => {
    await using folder = await tempDir();
    const port = await freePort();
    const child = spawn(command, [...args, "-p", String(port)], {
      cwd: root,
      env: { ...process.env, TMPDIR: folder.path },
      detached: true,
    });
    const group = child.pid ?? Number.NaN;
    try {
      await new Promise<void>((resolve) => {
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
          if (text.includes("is listening")) resolve();
        });
      });
      const temporary = async () => (await readdir(folder.path)).filter((name) => name.startsWith("wipsy-mock-"));
      expect(await temporary()).toHaveLength(1);
      const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { headers: { "x-api-key": "any" } });
      expect((await get(first)).status).toBe(200);
      expect((await get(last)).status).toBe(200);
      process.kill(receiver === "its group" ? -group : group, signal);
      await expect.poll(() => isRunning(group)).toBe(false);
      await expect(get(last)).rejects.toThrow("fetch failed");
      expect(await temporary()).toEqual([]);
    } finally {
      if (isRunning(group)) process.kill(-group, "SIGKILL");
    }
  },
);
