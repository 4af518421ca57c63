import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { operations } from "../../generated/operations.ts";
import { check, exitCode } from "../../scripts/check-live/check.ts";
import { checkLive } from "../../scripts/check-live/command.ts";
import { marksFrom } from "../../scripts/check-live/marks.ts";
import { readsOnly } from "../../scripts/check-live/reads-only.ts";
import { reportOf } from "../../scripts/check-live/report.ts";
import { validatorOf } from "../../scripts/check-live/violations.ts";
import { bundledDescription } from "../../scripts/generate/description.ts";
import type { Operation } from "../../src/operation/table.ts";
import { runInProcess } from "../support/in-process.ts";
import { faithful } from "../support/live-account.ts";
import { root } from "../support/run.ts";
import { type Reply, serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";

const run = (env: NodeJS.ProcessEnv, ...args: string[]) =>
  runInProcess(root, (terminal) => checkLive(args, { root, operations, env, pause: 0 }, terminal));

const html = { "content-type": "text/html; charset" };
const answers: [name: string, reply: Reply, code: number, told: RegExp[]][] = [
  [
    "a gateway's refusal",
    { status: 401, body: { code: 401, message: "Zoraida" } },
    3,
    [
      /getChats: answered 401, the key, or the agent's session, was refused$/m,
      /missing +the answer +error is required/,
    ],
  ],
  [
    "an HTML page",
    { status: 500, headers: html, body: "<html>Zoraida" },
    3,
    [/the server failed$/m, /content type +the answer/],
  ],
  [
    "an HTML page as a success",
    { headers: html, body: "<html>Zoraida" },
    3,
    [/is no JSON/, /content type +the answer/],
  ],
  ["half an answer", { body: '{"success":true,"data":[{"name":"Zorai' }, 3, [/is no JSON/]],
  [
    "a failure under 200",
    { body: { success: false, error: "Zoraida" } },
    3,
    [/answered 200, but it says success: false/],
  ],
  ["a failure as described", { status: 404, body: { error: "Zoraida" } }, 1, [/answered 404, nothing at this path/]],
  [
    "a status of the platform",
    { status: 546, body: { code: "WORKER_LIMIT" } },
    3,
    [/out of memory/, /status +the answer/],
  ],
  [
    "another content type",
    { status: 404, headers: { "content-type": ";;" }, body: { error: "x" } },
    3,
    [/content type/],
  ],
];

const description = await bundledDescription();
const validate = await validatorOf(description);
const { getChats, getContacts } = operations.rows as Record<string, Operation>;
const rows = { getChats, getContacts } as Record<string, Operation>;

const what = {
  ...{ description, rows, validate, session: undefined, inferred: false, pause: 0, asking() {} },
  credentials: { apiKeyHeader: "x-api-key", apiKey: "k" },
};

test.each(answers)("%s is reported in plain words, and the others are checked", async (_, reply, code, told) => {
  await using server = await serve((seen) => (seen.url.startsWith("/api-get-chats") ? reply : faithful(seen)));
  const reads = readsOnly(server.url, rows);
  const outcomes = await check({ ...what, reads });
  const report = reportOf(description, outcomes, marksFrom(description, outcomes));
  for (const text of told) expect(report).toMatch(text);
  expect(report).toContain("getContacts: answered 200 and 200, as described");
  expect(report).not.toContain("Zorai");
  expect(exitCode(outcomes)).toBe(code);
});

test("a redirect is not followed, so the key stays", async () => {
  await using elsewhere = await serve(() => ({ body: {} }));
  await using server = await serve(() => ({ status: 302, headers: { location: elsewhere.url } }));
  const { code, out } = await run({ WIPSY_API_KEY: "k", WIPSY_BASE_URL: server.url });
  expect(out).toContain("getChats: answered 302, it sends elsewhere, which is not followed");
  expect(elsewhere.seen).toEqual([]);
  expect(code).toBe(1);
});

test("a server that cannot be reached is said once", async () => {
  const server = await serve(() => ({}));
  await server[Symbol.asyncDispose]();
  const { code, out } = await run({ WIPSY_API_KEY: "k", WIPSY_BASE_URL: server.url });
  expect(out).toContain("getChats …\n");
  expect(out).toContain("getChats: the server cannot be reached (ECONNREFUSED). Nothing was checked.");
  expect(out).not.toMatch(/^ +at /m);
  expect(code).toBe(1);
});

test("a server that hangs up without an answer was reached", async () => {
  const server = createServer((socket) => socket.on("error", () => {}).once("data", () => socket.destroy()));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const { code, out } = await run({ WIPSY_API_KEY: "k", WIPSY_BASE_URL: `http://127.0.0.1:${port}` });
  server.close();
  expect(out).toMatch(/getChats: no answer came \((UND_ERR_SOCKET|ECONNRESET)\)\. Nothing was checked\.$/m);
  expect(code).toBe(1);
});

const broken: [name: string, reply: Reply, code: RegExp][] = [
  ["cut off", { headers: { "content-length": "5000", connection: "close" }, body: '{"success":tr' }, /UND_ERR_\w+/],
  ["packed wrongly", { headers: { "content-encoding": "gzip" }, body: "{}" }, /Z_DATA_ERROR/],
];
test.each(broken)("an answer that is %s is called so, and the others are checked", async (_, reply, code) => {
  await using server = await serve((seen) => (seen.url.startsWith("/api-get-chats") ? reply : faithful(seen)));
  const asked: string[] = [];
  const reads = readsOnly(server.url, rows);
  const outcomes = await check({ ...what, reads, asking: ({ id }) => asked.push(id) });
  const report = reportOf(description, outcomes, []);
  expect(report).toMatch(
    new RegExp(`^getChats: the answer \\(200\\) cannot be read to its end \\(${code.source}\\)$`, "m"),
  );
  expect(report).toContain("getContacts: answered 200 and 200, as described");
  expect(asked).toEqual(["getChats", "getContacts"]);
  expect(exitCode(outcomes)).toBe(1);
});

describe("when time is up", () => {
  /** A way out that ends as if time were up, at a moment that does not hang on time. */
  const endedAt = (url: string, stop: AbortController) =>
    readsOnly(url, rows, (input, init) => fetch(input, { ...init, signal: stop.signal }));
  const timeIsUp = new DOMException("", "TimeoutError");

  test("no answer came", async () => {
    const stop = new AbortController();
    await using server = await serve(() => {
      stop.abort(timeIsUp);
      return {};
    });
    const checking = check({ ...what, reads: endedAt(server.url, stop) });
    await expect(checking).rejects.toThrow("getChats: no answer came within 160 seconds. Nothing was checked.");
  });

  test("an answer did not end", async () => {
    await using server = await serve(() => ({ headers: { "content-length": "5000" }, body: " " }));
    const stop = new AbortController();
    const reads = endedAt(server.url, stop);
    const begun: typeof reads = async (read) => {
      const response = await reads(read);
      stop.abort(timeIsUp);
      return response;
    };
    const outcomes = await check({ ...what, rows: { getChats } as typeof rows, reads: begun });
    expect(reportOf(description, outcomes, [])).toContain(
      "getChats: the answer (200) did not end within 160 seconds\n",
    );
    expect(exitCode(outcomes)).toBe(1);
  });
});

test.each([
  [{ WIPSY_API_KEY: "" }, [], "Set WIPSY_API_KEY to your API key first. Nothing was asked."],
  [{ WIPSY_API_KEY: "k", WIPSY_BASE_URL: "http://example.com" }, [], "is http:, which would show the key"],
  [{ WIPSY_API_KEY: "k" }, ["--send"], "Usage: WIPSY_API_KEY=… npm run check:live"],
  [{ WIPSY_API_KEY: "k" }, ["--session", "no-such-file"], "--session: no-such-file cannot be read."],
])("%j %j is refused before anything is asked", async (env, args, told) => {
  const { code, out } = await run(env, ...args);
  expect(out).toContain(told);
  expect(out).not.toMatch(/^ +at /m);
  expect(code).toBe(1);
});

test.each(['Zoraida {"token"', '{"agent":"Zoraida"}', "null", '{"agent":{},"session":{"token":7}}'])(
  "a session file with %s is refused without a word of it",
  async (text) => {
    await using dir = await tempDir();
    const file = join(dir.path, "session.json");
    writeFileSync(file, text);
    const { code, out } = await run({ WIPSY_API_KEY: "k" }, "--session", file);
    expect(out).toContain("--session: the file ");
    expect(out).not.toContain("Zoraida");
    expect(code).toBe(1);
  },
);

test("--help says what it does, and that it never sends", async () => {
  const { code, out } = await run({}, "--help");
  expect(out).toContain("It only reads: it sends no message and changes nothing.");
  for (const option of ["--session", "--inferred", "--patch", "--record"]) expect(out).toContain(option);
  expect(code).toBe(0);
});
