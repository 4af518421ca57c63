import { spawn } from "node:child_process";
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { JsonReport } from "../../scripts/report/json.ts";
import { root } from "../support/run.ts";
import { type Reply, type Seen, serve, type TestServer } from "../support/server.ts";

// `npx wipsy-client` of the packed package, in a project with its own description.

const modules = join(root, "node_modules");
const tools = ["typescript", "openapi-typescript", "@redocly/openapi-core", "api-smart-diff"];

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

async function run(program: string, args: readonly string[], cwd: string): Promise<Ended> {
  const env = { PATH: process.env.PATH, WIPSY_API_KEY: "wipsy-key" };
  const child = spawn(process.execPath, [program, ...args], { cwd, env });
  const text = { out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text.out += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    text.error += part;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...text })));
}

/** The content of a project's files, by name. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const own = files.filter((file) => !file.includes("node_modules")).sort();
  const texts = own.map(async (file) => [file.slice(folder.length + 1), await readFile(file, "utf8")] as const);
  return Object.fromEntries(await Promise.all(texts));
}

const pages: Readonly<Record<string, object>> = {
  "": {
    data: [
      { id: "a", total: 1 },
      { id: "b", total: 2 },
    ],
    next_cursor: "second",
  },
  second: { data: [{ id: "c", total: 4 }], next_cursor: null },
};

function answer({ method, url, headers }: Seen, count: number): Reply {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const json = (body: object, status = 200): Reply => ({ status, body });
  if (pathname === "/elsewhere/orders") return json({ data: [] });
  const isAgent = pathname === "/own/agent/chats";
  const isKnown = isAgent ? headers.authorization === "Bearer agent-token" : headers["x-own-key"] === "wipsy-key";
  if (!isKnown) return json({ error: "Unauthorized" }, 401);
  if (isAgent) return json({ chats: [{ id: "chat", unread: 5 }] });
  if (pathname === "/own/send") return json({ queue: "fast" });
  if (method === "POST") return json({ error: "No such item" }, 404);
  // The first page comes only on a retry.
  if (count === 1) return { status: 503, headers: { "retry-after": "0" }, body: { error: "Busy" } };
  return json(pages[searchParams.get("cursor") ?? ""] ?? {});
}

const { directory } = inject("packed");
const project = join(directory, "own-description");
const command = (...args: string[]) => run(join(project, "node_modules/wipsy-client/dist/cli.js"), args, project);
const compile = (config: string) =>
  run(join(modules, "typescript/bin/tsc"), ["-p", config, "--typeRoots", join(modules, "@types")], project);
let own = "";
let server: TestServer;

beforeAll(async () => {
  server = await serve(answer);
  own = (await readFile(join(project, "own.yaml"), "utf8")).replace("SERVER/own", `${server.url}/own`);
  await writeFile(join(project, "own.yaml"), own);
});
afterAll(() => server[Symbol.asyncDispose]());

test("without the packages that it needs, the command prints the line to run", async () => {
  const program = join(directory, "node_modules/.bin/wipsy-client");
  const { code, out, error } = await run(program, ["generate", "my own.yaml"], project);
  const { version, devDependencies } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const packages = tools.map((name) => `--package ${name}@${devDependencies[name]} `).join("");
  expect(error).toBe(
    "This command needs packages that wipsy-client does not install. Run:\n\n" +
      `  npx --yes --package client@npm:wipsy-client@${version} ${packages}-- wipsy-client generate 'my own.yaml'\n`,
  );
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect((await run(program, ["--help"], project)).code).toBe(0);
});

test("without the SDK, mcp says in one line what to install", async () => {
  const program = join(directory, "node_modules/.bin/wipsy-client");
  const { code, out, error } = await run(program, ["mcp"], project);
  const { devDependencies } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const sdk = "@modelcontextprotocol/server";
  expect(error).toMatch(/^[^\n]+\. Run: [^\n]+\n$/);
  expect(error).toMatch(new RegExp(` npm install ${sdk}@${devDependencies[sdk]}\n$`));
  expect({ code, out }).toEqual({ code: 1, out: "" });
});

test("with the packages that it needs, it writes only the operations of a description", async () => {
  // A copy: a link would resolve to a folder without the packages below.
  const client = "node_modules/wipsy-client";
  await cp(join(directory, client), join(project, client), { recursive: true });
  await mkdir(join(project, "node_modules/@redocly"));
  for (const name of tools) await symlink(join(modules, name), join(project, "node_modules", name));
  const before = await contents(project);
  const { code, out, error } = await command("generate", "own.yaml");
  expect(error).toBe("");
  expect(out).toMatch(
    /^Wrote schema\.ts, operations\.ts, resources\.ts, examples\.ts, description\.yaml to src\/wipsy\. /,
  );
  expect(out).toMatch(/\nMethods:\n(.*\n)* {2}wipsy\.orders +list, /);
  expect(code).toBe(0);
  const after = await contents(project);
  expect(Object.keys(after).filter((name) => !(name in before))).toEqual([
    "src/wipsy/description.yaml",
    "src/wipsy/examples.ts",
    "src/wipsy/operations.ts",
    "src/wipsy/resources.ts",
    "src/wipsy/schema.ts",
  ]);
  expect(after).toMatchObject({ ...before, "src/wipsy/description.yaml": own });
});

test.each(["tsconfig.json", "tsconfig.bundler.json"])("an app with its own operations compiles: %s", async (config) => {
  expect(await compile(config)).toEqual({ code: 0, out: "", error: "" });
});

test("it has the client's whole behavior, with the description's server and key", async () => {
  const { out, error } = await run(join(project, "out/main.js"), [], project);
  expect(error).toBe("");
  expect(JSON.parse(out)).toEqual({
    ids: ["a", "b", "c"],
    total: 7,
    queue: "fast",
    unread: 5,
    failure: "No such item",
    data: [],
    first: "a",
    count: 12,
    unwatched: "agent",
    refused: "operations",
  });
  const seen = server.seen.map(({ method, url, body }) => [`${method} ${url}`, body === "" ? "" : JSON.parse(body)]);
  const session = { agent: { id: "agent-1" }, session: { token: "agent-token" }, shift: 3 };
  expect(seen).toEqual([
    ["GET /own/orders?status=open&limit=2", ""],
    ["GET /own/orders?status=open&limit=2", ""],
    ["GET /own/orders?status=open&limit=2&cursor=second", ""],
    ["POST /own/send", { to: "ig_1", message: "Hola", channel: "instagram", priority: "high" }],
    ["POST /own/agent/chats", { agentSession: session }],
    ["POST /own/orders", { items: ["blue"] }],
    ["GET /elsewhere/orders?limit=1", ""],
    ["GET /own/orders?limit=1", ""],
  ]);
});

test("reports what changed in a later description, and where the app breaks", async () => {
  const before = await contents(project);
  const next = own
    .replace("version: 7.0.0", "version: 8.0.0")
    .replace(/ +priority: .*\n/, "")
    .replace(
      "properties: { id: { type: string }, total",
      "properties: { id: { type: string }, note: { type: string }, total",
    );
  await writeFile(join(project, "next.yaml"), next);
  const line = (before["src/main.ts"] ?? "").split("\n").findIndex((one) => one.includes('priority: "high"')) + 1;

  const diff = await command("diff", "own.yaml", "next.yaml", "--project", "tsconfig.json");
  expect(diff).toMatchObject({ code: 3, error: "" });
  expect(diff.out).toMatch(/\n\S+ \(sendMessage\)\n {2}breaking {4}request {3}body\.priority was removed\n/);
  expect(diff.out).toContain(`\n  src/main.ts:${line}:`);
  expect(await contents(project)).toEqual({ ...before, "next.yaml": next });

  const { code, out, error } = await command("generate", "next.yaml", "--project", "tsconfig.json", "--json");
  expect({ code, error }).toEqual({ code: 3, error: "" });
  const { bump, changes, places } = JSON.parse(out) as JsonReport;
  expect(bump).toBe("major");
  expect(changes.map(({ operation, level, where }) => [operation, level, where])).toContainEqual([
    "createOrder",
    "compatible",
    "201 data.note",
  ]);
  expect(places.map(({ file, line, operations }) => [file.slice(project.length), line, operations])).toEqual([
    ["/src/main.ts", line, ["sendMessage"]],
  ]);
  const after = await contents(project);
  expect(after["src/wipsy/description.yaml"]).toBe(next);
  expect(after["src/wipsy/schema.ts"]).not.toContain("priority");
  const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
  expect(changed.filter((name) => !name.startsWith("src/wipsy/"))).toEqual(["next.yaml"]);

  expect(await command("generate", "next.yaml")).toMatchObject({ code: 0, error: "" });
  expect(await contents(project)).toEqual(after);
  expect(await command("diff", "next.yaml", "next.yaml")).toEqual({ code: 0, out: "Nothing changed.\n", error: "" });
});

test("reports a failure in one message and writes nothing", async () => {
  await writeFile(join(project, "page.html"), "<!DOCTYPE html><html></html>");
  const before = await contents(project);
  for (const [args, said] of [
    [["generate", "page.html"], /^page\.html:1:1: .*HTML/],
    [["generate", "own.yaml", "--project", "nowhere.json"], /^nowhere\.json: /],
    [["generate", "own.yaml", "--out", "src/main.ts"], /src\/main\.ts/],
    [["generate"], /^missing: source\n$/],
    [["diff", "own.yaml"], /^missing: new\n$/],
    [["generate", "own.yaml", "--off"], /^unknown option "--off"/],
  ] as const) {
    const { code, out, error } = await command(...args);
    expect(error).toMatch(said);
    expect(error).not.toMatch(/^\s+at /m);
    expect({ code, out }).toEqual({ code: 1, out: "" });
  }
  // A user's files with the names of generated ones.
  await mkdir(join(project, "mine"));
  await writeFile(join(project, "mine/operations.ts"), "export const operations = 1;\n");
  const { code, error } = await command("generate", "own.yaml", "--out", "mine");
  expect({ code, error }).toEqual({
    code: 1,
    error: expect.stringMatching(/^mine\/operations\.ts was not written by wipsy-client.*--out/),
  });
  expect(await contents(project)).toEqual({ ...before, "mine/operations.ts": "export const operations = 1;\n" });
});
