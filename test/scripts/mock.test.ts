import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { served } from "../../scripts/commands/served.ts";
import { mock } from "../../src/cli/mock/command.ts";
import { root, runScript } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";

// `npx wipsy-client mock` and `npm run mock`. That the packed command serves its page: test/package/mock.test.ts.

function isRunning(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

/** What a program has written, as it comes. */
function outputOf({ stdout }: ChildProcess): () => string {
  let out = "";
  stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  return () => out;
}

const chats = (url = "") => fetch(`${url}/api-get-chats`, { headers: { "x-api-key": "any" } });

// Concurrent: most of the time goes to starting and ending programs.
test.concurrent.for([
  // Ctrl-C reaches the whole group.
  { command: ["npm", "run", "mock", "--"], signal: "SIGINT", isGroup: true },
  { command: [process.execPath, "--import", "tsx", "scripts/cli.ts", "mock"], signal: "SIGHUP", isGroup: false },
] as const)(
  "$command serves the mock with the variables to set, and $signal stops it",
  async ({ command: [program, ...args], signal, isGroup }, { expect }) => {
    const child = spawn(program, [...args, "-p", "0", "--traffic", "6000/min"], { cwd: root, detached: true });
    const group = child.pid ?? Number.NaN;
    try {
      const out = outputOf(child);
      await expect.poll(out).toMatch(/(^|\n)WIPSY_BASE_URL=http:\/\/127\.0\.0\.1:\d+\nWIPSY_API_KEY=\S+\n/);
      const [, url] = /WIPSY_BASE_URL=(\S+)/.exec(out()) ?? [];
      expect((await chats(url)).status).toBe(200);
      await expect.poll(out).toMatch(/\n[\d:]{8} {2}200 {3}GET \/api-get-chats\n/);
      // The traffic is seen.
      await expect.poll(async () => ((await (await chats(url)).json()) as { data: object[] }).data.length).not.toBe(0);
      process.kill(isGroup ? -group : group, signal);
      await expect.poll(() => isRunning(group)).toBe(false);
      await expect(chats(url)).rejects.toThrow("fetch failed");
    } finally {
      if (isRunning(group)) process.kill(-group, "SIGKILL");
    }
  },
);

test("reports a port in use in one line, with what to do", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = String(typeof address === "object" && address?.port);
  const { code, out } = await runScript("scripts/cli.ts", ["mock", "--port", port]);
  server.close();
  expect(out).toMatch(/^.*--port.*\n$/);
  expect(out).toContain(port);
  expect(code).toBe(1);
});

test.each([
  [["--prot", "1"], "--prot"],
  [["--openapi", "no-such-file"], "no-such-file"],
])("%j is refused in a line", async (args, named) => {
  const { code, out } = await runScript("scripts/cli.ts", ["mock", ...args]);
  expect(out).toMatch(/^.*\n$/);
  expect(out).toContain(named);
  expect(code).toBe(1);
});

test.each([{ port: "many" }, { port: "70000" }, { port: "0", seed: "-" }, { port: "0", traffic: "5" }])(
  "refuses %o in a line that names the option",
  async (options) => {
    const terminal = { out: () => {}, colors: false };
    const named = `--${Object.keys(options).at(-1)}`;
    await expect(mock({ inferred: false, ...options }, terminal)).rejects.toThrow(new RegExp(`^.*${named}.*$`));
  },
);

test("mock --help lists the options", async () => {
  const { code, out } = await runScript("scripts/cli.ts", ["mock", "--help"]);
  for (const option of ["--port", "--host", "--seed", "--traffic", "--inferred", "--openapi"])
    expect(out).toContain(option);
  expect(code).toBe(0);
});

const description = `openapi: 3.1.0
info: { title: Own, version: "1" }
servers: [{ url: https://api.example.com }]
tags: [{ name: Orders }, { name: Reports }]
paths:
  /orders:
    post:
      operationId: createOrder
      tags: [Orders]
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
      responses: { "201": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } } }
  /orders/{orderId}:
    get:
      operationId: getOrder
      tags: [Orders]
      parameters: [{ name: orderId, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } } }
  /report:
    post:
      operationId: makeReport
      tags: [Reports]
      responses: { "200": { description: ok, content: { application/json: { schema: { type: object, required: [total], properties: { total: { type: integer, example: 7 } } } } } } }
components:
  schemas:
    Order: { type: object, required: [amount], properties: { id: { type: string }, amount: { type: integer } } }
  securitySchemes: { key: { type: apiKey, in: header, name: x-own-key } }
security: [{ key: [] }]
`;

test("--openapi serves another description: its own items, and examples of what has no behavior", async () => {
  await using dir = await tempDir();
  const file = join(dir.path, "own.yaml");
  await writeFile(file, description);
  const own = await served(file);
  const lines: string[] = [];
  const terminal = { out: (text: string) => lines.push(text), colors: false };
  const { url, close } = await mock({ port: "0", inferred: false }, terminal, own);
  try {
    const wipsy = new Wipsy({ operations: own.operations, apiKey: "key", baseUrl: url, maxRetries: 0 });
    const call = wipsy.call as unknown as (id: string, input?: object) => Promise<{ id: string }>;
    const order = await call("createOrder", { body: { amount: 5 } });
    expect(await call("getOrder", { path: { orderId: order.id } })).toMatchObject({ id: order.id, amount: 5 });
    expect(await call("makeReport")).toEqual({ total: 7 });
    await expect(call("getOrder", { path: { orderId: "another" } })).rejects.toMatchObject({ name: "NotFoundError" });
    const unlocked = await fetch(`${url}/report`, { method: "POST" });
    expect(unlocked.status).toBe(401);
    expect(lines.slice(-5).map((line) => line.replace(/^[\d:]{8} +(\d+) +/, "$1 "))).toEqual([
      "201 POST /orders\n",
      `200 GET /orders/${order.id}\n`,
      "200 POST /report\n",
      "404 GET /orders/another\n",
      "401 POST /report\n",
    ]);
  } finally {
    await close();
  }
});

test("--traffic begins with a message at once", async () => {
  const terminal = { out: () => {}, colors: false };
  const { url, close } = await mock({ port: "0", traffic: "0.001/min", inferred: false }, terminal);
  const state = (await (await fetch(`${url}/__mock/state`)).json()) as { chats: object[] };
  await close();
  expect(state.chats).toHaveLength(1);
});

test("a line shows the channel and the fault, and no foreign control characters", async () => {
  const lines: string[] = [];
  const { url, close } = await mock({ port: "0", inferred: false }, { out: (text) => lines.push(text), colors: false });
  const colored: string[] = [];
  const other = await mock({ port: "0", inferred: false }, { out: (text) => colored.push(text), colors: true });
  try {
    for (const at of [url, other.url]) {
      await fetch(`${at}/__mock/fail`, { method: "POST", body: '{"status":503}' });
      const wipsy = new Wipsy({ apiKey: "key", baseUrl: at, maxRetries: 0 });
      await expect(wipsy.messages.send({ to: "ig_828925823321473", message: "Hola" })).rejects.toThrow();
      await fetch(`${at}/%1b[31m\u202e`);
    }
    expect(lines.join("")).toMatch(/503 {3}POST \/api-send-message {2}instagram {2}fault: fail\n/);
    expect(lines.at(-1)).toMatch(/404 {3}GET "[ -~]+"\n$/);
    expect(lines.join("")).not.toContain("\u001b");
    expect(colored.join("")).toContain("\u001b[35minstagram");
  } finally {
    await Promise.all([close(), other.close()]);
  }
});

test.each([
  ["127.0.0.1", false],
  ["localhost", false],
  ["0.0.0.0", true],
])("listening on %s warns: %s", async (host, isWarned) => {
  let out = "";
  const { close } = await mock(
    { port: "0", host, inferred: false },
    {
      out: (text) => {
        out += text;
      },
      colors: false,
    },
  );
  await close();
  expect(out.includes("Warning")).toBe(isWarned);
});
