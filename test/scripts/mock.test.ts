import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import { operationsOf } from "../../scripts/openapi/operations.ts";
import { root, runScript } from "../support/run.ts";

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

// Operations without required input: the first is documented, the last is inferred if any is.
const paths = operationsOf(await bundledDescription()).flatMap(({ method, path, operation }) => {
  const needs = (operation.parameters ?? []).some((one) => "required" in one && one.required);
  return method === "GET" && !needs ? [path] : [];
});
const [first = "", last = ""] = [paths[0], paths.at(-1)];

const npm = ["npm", "run", "mock", "--"] as const;
const node = [process.execPath, "--import", "tsx", "scripts/mock.ts"] as const;

// Concurrent: most of the time goes to starting and ending programs.
test.concurrent.for([
  // Ctrl-C reaches the whole group.
  { started: "npm run mock", by: npm, signal: "SIGINT", receiver: "its group" },
  { started: "scripts/mock.ts", by: node, signal: "SIGHUP", receiver: "the process alone" },
] as const)(
  "$started serves both descriptions, and $signal to $receiver stops it",
  async ({ by: [command, ...args], signal, receiver }, { expect }) => {
    const port = await freePort();
    const child = spawn(command, [...args, "-p", String(port)], {
      cwd: root,
      detached: true,
    });
    const group = child.pid ?? Number.NaN;
    try {
      let out = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        out += text;
      });
      await expect.poll(() => out).toMatch(`\nWIPSY_BASE_URL=http://127.0.0.1:${port}\nWIPSY_API_KEY=any-key\n`);
      const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { headers: { "x-api-key": "any" } });
      expect((await get(first)).status).toBe(200);
      expect((await get(last)).status).toBe(200);
      process.kill(receiver === "its group" ? -group : group, signal);
      await expect.poll(() => isRunning(group)).toBe(false);
      await expect(get(last)).rejects.toThrow("fetch failed");
    } finally {
      if (isRunning(group)) process.kill(-group, "SIGKILL");
    }
  },
);

test("reports a port in use in one line, with what to do", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { code, out } = await runScript("scripts/mock.ts", ["-p", String(port)]);
  server.close();
  expect(out).toMatch(new RegExp(`^.*${port}.*--port .*\\n$`));
  expect(code).toBe(1);
});
