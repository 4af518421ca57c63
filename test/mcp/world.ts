import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stream } from "node:stream";
import { Client, type ClientOptions, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { type MockApi, type MockOptions, mockApi } from "wipsy-client/testing";
import { install } from "../runtimes/install.ts";
import { pinned } from "../runtimes/versions.ts";
import { driversFolder, hasBetterSqlite } from "../services/drivers.ts";
import { clockAhead, root } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";

// The command in a process of its own, the mock behind it, and the SDK's own client in front of it.

export const customer = "+573001100001";
export const apiKey = "key-that-must-stay-secret";

/** How a client reaches the command: the transport, and the protocol of 2025 or of 2026. */
export const ways = ["stdio 2025", "stdio 2026", "http 2025", "http 2026"] as const;
export type Way = (typeof ways)[number];

/** A Node with SQLite: this one with better-sqlite3, or else Node 22. */
async function nodeWithSqlite(): Promise<string> {
  if (await hasBetterSqlite()) return process.execPath;
  const found = await install("Node 22", pinned["Node 22"]);
  if ("missing" in found) throw new Error(found.missing);
  return found.program;
}

export interface World extends AsyncDisposable {
  readonly api: MockApi;
  /** Starts the command and connects a client to it. */
  readonly connect: (way: Way, args?: readonly string[], options?: ClientOptions) => Promise<Connected>;
  /** Starts the command over HTTP. */
  readonly serve: (args: readonly string[]) => Promise<Served>;
  /** The token of the agent's session. */
  readonly token: string;
  /** Puts the clock of commands that start from now on ahead, in milliseconds. */
  readonly putAhead: (ms: number) => void;
  /** What the commands have written to standard error. */
  readonly errors: () => string;
}

/** The command over HTTP. */
export interface Served {
  readonly url: string;
  /** The value of the header `Authorization`. */
  readonly token: string;
  readonly kill: () => Promise<void>;
}

export interface Connected {
  readonly client: Client;
  /** Connects another client to the same command. Over HTTP only. */
  readonly another: () => Promise<Pick<Connected, "client">>;
  /** Kills the command. */
  readonly kill: () => Promise<void>;
}

/** @param folder a repository: this one, or a copy with another description, whose operations `options` then holds */
export async function startWorld(options: MockOptions = {}, folder = root): Promise<World> {
  const api = mockApi({ apiKey, ...options });
  const dir = await tempDir();
  const server = await api.listen();
  const sessionFile = join(dir.path, "session.json");
  const session = api.signIn();
  await writeFile(sessionFile, JSON.stringify(session));
  const [node, cwd] = [await nodeWithSqlite(), await driversFolder()];
  const env = { PATH: process.env.PATH ?? "", WIPSY_API_KEY: apiKey, WIPSY_BASE_URL: server.url };
  const store = join(dir.path, "keys.db");
  const ends: (() => Promise<void>)[] = [];
  let [errors, ahead] = ["", 0];

  const argsOf = (args: readonly string[]) => [
    ...["--import", clockAhead(ahead)],
    ...["--import", import.meta.resolve("tsx"), join(folder, "scripts/cli.ts"), "mcp"],
    ...["--session", sessionFile, "--store", store, ...args],
  ];

  function note(stderr: Stream | null): void {
    stderr?.on("data", (text) => {
      errors += text;
    });
  }

  async function stdio(args: readonly string[]) {
    const transport = new StdioClientTransport({ command: node, args: argsOf(args), env, cwd, stderr: "pipe" });
    note(transport.stderr);
    const kill = async () => {
      const { onclose } = transport;
      const gone = new Promise<void>((resolve) => {
        transport.onclose = () => {
          onclose?.();
          resolve();
        };
      });
      if (transport.pid) process.kill(transport.pid, "SIGKILL");
      await gone;
    };
    return { transport: () => transport, kill };
  }

  async function serve(args: readonly string[]): Promise<Served> {
    const child = spawn(node, argsOf([...args, "--http", "0"]), { env, cwd, stdio: ["ignore", "ignore", "pipe"] });
    const exit = once(child, "exit");
    const kill = async () => {
      child.kill("SIGKILL");
      await exit;
    };
    ends.push(kill);
    note(child.stderr);
    let text = "";
    const printed = new Promise<void>((resolve) => {
      child.stderr.on("data", (more) => {
        text += more;
        if (text.includes("Ctrl-C")) resolve();
      });
    });
    await Promise.race([printed, exit]);
    const [, url = "", token = ""] = /server: (\S+)\nAuthorization: (.*)\n/.exec(text) ?? [];
    return { url, token, kill };
  }

  async function http(args: readonly string[]) {
    const { url, token, kill } = await serve(args);
    const requestInit = { headers: { authorization: token } };
    return { transport: () => new StreamableHTTPClientTransport(new URL(url), { requestInit }), kill };
  }

  return {
    ...{ api, serve },
    token: String(session.session.token),
    putAhead(ms) {
      ahead = ms;
    },
    errors: () => errors,
    async connect(way, args = [], options = {}) {
      const [kind, year] = way.split(" ");
      const { transport, kill } = await (kind === "stdio" ? stdio(args) : http(args));
      const mode = year === "2026" ? { pin: "2026-07-28" } : ("legacy" as const);
      const another = async () => {
        const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode }, ...options });
        await client.connect(transport());
        ends.push(() => client.close());
        return { client };
      };
      return { ...(await another()), another, kill };
    },
    async [Symbol.asyncDispose]() {
      for (const end of ends.toReversed()) await end();
      await server.close();
      await dir[Symbol.asyncDispose]();
    },
  };
}

/** The result of a tool, which its text holds as well. */
export async function called(
  { client }: Pick<Connected, "client">,
  name: string,
  args: Record<string, unknown> = {},
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  const { content, structuredContent, isError } = await client.callTool(
    { name, arguments: args },
    signal && { signal },
  );
  const [first] = content;
  const result = JSON.parse(first?.type === "text" ? first.text : "");
  if (!isError && JSON.stringify(structuredContent) !== JSON.stringify(result)) throw new Error("two results");
  return { ...result, isError: isError === true };
}
