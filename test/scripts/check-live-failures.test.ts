import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { operations } from "../../generated/operations.ts";
import type { Rows } from "../../src/operation/table.ts";
import { faithful } from "../support/live-account.ts";
import { checkServer, liveCheck } from "../support/live-check.ts";
import { type Reply, serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";

const html = { "content-type": "text/html; charset" };
const answers: [name: string, reply: Reply, code: number, told: RegExp[]][] = [
  [
    "a gateway's refusal",
    { status: 401, body: { code: 401, message: "Zoraida" } },
    3,
    [/getChats: returned 401, the request was refused$/m, /the response: error is missing/],
  ],
  [
    "an HTML page",
    { status: 500, headers: html, body: "<html>Zoraida" },
    3,
    [/returned 500, the server failed$/m, /the response: its content type/],
  ],
  [
    "an HTML page as a success",
    { headers: html, body: "<html>Zoraida" },
    3,
    [/not JSON/, /the response: its content type/],
  ],
  ["half a response", { body: '{"success":true,"data":[{"name":"Zorai' }, 3, [/not JSON/]],
  [
    "a failure under 200",
    { body: { success: false, error: "Zoraida" } },
    3,
    [/returned 200, but it says success: false/],
  ],
  [
    "a failure as described",
    { status: 404, body: { error: "Zoraida" } },
    1,
    [/returned 404, the request was refused$/m],
  ],
  [
    "a status of the platform",
    { status: 546, body: { code: "WORKER_LIMIT" } },
    3,
    [/returned 546, the server failed$/m, /the response: this status/],
  ],
  [
    "another content type",
    { status: 404, headers: { "content-type": ";;" }, body: { error: "x" } },
    3,
    [/content type/],
  ],
];

const { getChats, getContacts } = operations.rows as Rows;
const rows = { getChats, getContacts } as Rows;

/** Checks a server with this answer to `getChats`, and a valid one to `getContacts`. */
const withChats = (reply: Reply) =>
  checkServer((seen) => (seen.url.startsWith("/api-get-chats") ? reply : faithful(seen)), [], rows);

test.each(answers)("reports %s in plain words, and checks the others", async (_, reply, code, told) => {
  const finished = await withChats(reply);
  for (const text of told) expect(finished.out).toMatch(text);
  expect(finished.out).toContain("getContacts: returned 200 and 200, as described");
  expect(finished.out).not.toContain("Zorai");
  expect(finished.code).toBe(code);
});

test("does not follow a redirect with the key", async () => {
  await using elsewhere = await serve(() => ({ body: {} }));
  await using server = await serve(() => ({ status: 302, headers: { location: elsewhere.url } }));
  const { code, out } = await liveCheck({ WIPSY_API_KEY: "k", WIPSY_BASE_URL: server.url });
  expect(out).toContain("getChats: returned 302, a redirect, which was not followed");
  expect(elsewhere.seen).toEqual([]);
  expect(code).toBe(1);
});

test("reports an unreachable server once", async () => {
  const server = await serve(() => ({}));
  await server[Symbol.asyncDispose]();
  const { code, out } = await liveCheck({ WIPSY_API_KEY: "k", WIPSY_BASE_URL: server.url });
  expect(out).toContain("getChats …\n");
  expect(out).toMatch(/^getChats: .*\(ECONNREFUSED\)/m);
  expect(out).toContain("0 responses");
  expect(out).not.toMatch(/^ +at /m);
  expect(code).toBe(1);
});

test("counts a server that hangs up as reached", async () => {
  const server = createServer((socket) => socket.on("error", () => {}).once("data", () => socket.destroy()));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const { code, out } = await liveCheck({ WIPSY_API_KEY: "k", WIPSY_BASE_URL: `http://127.0.0.1:${port}` });
  server.close();
  expect(out).toMatch(/^getChats: .*lost.*\((UND_ERR_SOCKET|ECONNRESET)\)$/m);
  expect(code).toBe(1);
});

const broken: [name: string, reply: Reply, code: RegExp][] = [
  ["cut off", { headers: { "content-length": "5000", connection: "close" }, body: '{"success":tr' }, /UND_ERR_\w+/],
  ["packed wrongly", { headers: { "content-encoding": "gzip" }, body: "{}" }, /Z_DATA_ERROR/],
];
test.each(broken)("reports a response that is %s, and checks the others", async (_, reply, reason) => {
  const { code, out } = await withChats(reply);
  expect(out).toMatch(new RegExp(`^getChats: .*\\(${reason.source}\\)$`, "m"));
  expect(out).toContain("getContacts: returned 200 and 200, as described");
  expect(code).toBe(1);
});

test.each<[what: string, reply: Reply | Promise<Reply>, told: RegExp]>([
  ["that does not come", new Promise(() => {}), /^getChats: .*300 ms/m],
  ["that does not end", { headers: { "content-length": "5000" }, body: " " }, /^getChats: .*300 ms/m],
])("reports a response %s", async (_, reply, told) => {
  await using server = await serve(() => reply);
  const env = { WIPSY_API_KEY: "k", WIPSY_BASE_URL: server.url };
  const { code, out } = await liveCheck(env, [], { getChats } as Rows, 300);
  expect(out).toMatch(told);
  expect(code).toBe(1);
});

test.each([
  [{ WIPSY_API_KEY: "" }, [], "WIPSY_API_KEY is not set"],
  [{ WIPSY_API_KEY: "k", WIPSY_BASE_URL: "http://example.com" }, [], "http:"],
  [{ WIPSY_API_KEY: "k" }, ["--send"], "--send"],
  [{ WIPSY_API_KEY: "k" }, ["--session", "no-such-file"], "no-such-file"],
])("refuses %j %j before any request", async (env, args, told) => {
  const { code, out } = await liveCheck(env, args);
  expect(out).toContain(told);
  expect(out).not.toMatch(/^ +at /m);
  expect(code).toBe(1);
});

test.each(['Zoraida {"token"', '{"agent":"Zoraida"}', "null", '{"agent":{},"session":{"token":7}}'])(
  "refuses a session file with %s without showing it",
  async (text) => {
    await using dir = await tempDir();
    const file = join(dir.path, "session.json");
    writeFileSync(file, text);
    const { code, out } = await liveCheck({ WIPSY_API_KEY: "k" }, ["--session", file]);
    expect(out).toContain("--session: ");
    expect(out).not.toContain("Zoraida");
    expect(code).toBe(1);
  },
);
