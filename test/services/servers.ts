import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chmod, chown } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { tempDir } from "../support/temp-dir.ts";

// Real servers on loopback, with their data in a temporary folder.

const debian = "/usr/lib/postgresql";
const folders = [
  ...(process.env.PATH ?? "").split(delimiter),
  ...(existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, "bin")) : []),
];
const programOf = (name: string) => folders.map((folder) => join(folder, name)).find((path) => existsSync(path));

const programs = { PostgreSQL: programOf("initdb"), Redis: programOf("redis-server") };

/** Names of the services that this machine lacks. */
export const missingServices = Object.entries(programs).flatMap(([name, program]) => (program ? [] : name));

/** A running server. */
export interface Service extends AsyncDisposable {
  readonly url: string;
  /** Ends the server without its goodbyes, and starts it again on the same port with what is on its disk. */
  restart(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until a server has written `words`. */
function saying(child: ChildProcess, words: string): Promise<void> {
  let said = "";
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("exit", () => reject(new Error(`the server ended: ${said}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (said.includes(words)) resolve();
      });
    }
  });
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const closed = once(child, "close");
  child.kill(signal);
  await closed;
}

/** PostgreSQL refuses to run as root. */
function userOf(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** Starts PostgreSQL; `undefined` if this machine has none. */
export async function startPostgres(): Promise<Service | undefined> {
  const initdb = programs.PostgreSQL;
  if (initdb === undefined) return undefined;
  const dir = await tempDir();
  const user = userOf();
  if (user.uid !== undefined && user.gid !== undefined) await chown(dir.path, user.uid, user.gid);
  await chmod(dir.path, 0o700);
  const data = join(dir.path, "data");
  const options = { ...user, cwd: dir.path, env: { PATH: process.env.PATH, LC_ALL: "C" } };
  await promisify(execFile)(initdb, ["-D", data, "-U", "postgres", "--auth", "trust", "-E", "UTF8"], options);
  const port = await freePort();
  const args = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", dir.path, "-c", "max_connections=200"];
  const start = async () => {
    const child = spawn(join(initdb, "../postgres"), args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    await saying(child, "ready to accept connections");
    return child;
  };
  let child = await start();
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async restart() {
      // An immediate shutdown, with recovery at the next start. SIGKILL would leave its processes behind.
      await ended(child, "SIGQUIT");
      child = await start();
    },
    async [Symbol.asyncDispose]() {
      // pg's Pool.end() resolves before its connections are closed; SIGTERM waits for them.
      await ended(child, "SIGTERM");
      await dir[Symbol.asyncDispose]();
    },
  };
}

/** How a Redis keeps its data: as the store needs it, as many servers do, or not at all. */
const keeping = {
  always: ["--appendonly", "yes", "--appendfsync", "always"],
  everysec: ["--appendonly", "yes", "--appendfsync", "everysec"],
  never: [],
} as const;

/** Starts Redis; `undefined` if this machine has none. */
export async function startRedis(kept: keyof typeof keeping = "always"): Promise<Service | undefined> {
  const program = programs.Redis;
  if (program === undefined) return undefined;
  const dir = await tempDir();
  const port = await freePort();
  const disk = [...keeping[kept], "--save", "", "--dir", dir.path];
  const args = ["--port", String(port), "--bind", "127.0.0.1", ...disk];
  const start = async () => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    await saying(child, "Ready to accept");
    return child;
  };
  let child = await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    async restart() {
      await ended(child, "SIGKILL");
      child = await start();
    },
    async [Symbol.asyncDispose]() {
      await ended(child, "SIGTERM");
      await dir[Symbol.asyncDispose]();
    },
  };
}
