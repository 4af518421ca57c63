import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { install } from "../runtimes/install.ts";
import { pinned } from "../runtimes/versions.ts";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { root } from "./run.ts";

// The example in Cloudflare's own runtime, with its Durable Object on disk.

const dir = await tempDir();
const workerd = await install("workerd", pinned.workerd);
if ("missing" in workerd) console.log(`not tested: the Cloudflare example in workerd: ${workerd.missing}`);

beforeAll(async () => {
  await mkdir(join(dir.path, "objects"));
  await build({
    entryPoints: [join(root, "test/examples/keys-worker.ts")],
    outfile: join(dir.path, "worker.mjs"),
    bundle: true,
    format: "esm",
    external: ["cloudflare:workers", "node:*"],
  });
});
afterAll(() => dir[Symbol.asyncDispose]());

const configFor = (api: string) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "objects", disk = (path = "objects", writable = true)),
    (name = "internet", network = (allow = ["private", "public", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["nodejs_compat"],
  durableObjectNamespaces = [(className = "Keys", uniqueKey = "keys", enableSql = true)],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "KEYS", durableObjectNamespace = "Keys"),
    (name = "WIPSY_API_KEY", text = "wipsy-key"),
    (name = "WIPSY_BASE_URL", text = "${api}"),
    (name = "TEAM_PHONE", text = "+573000000000"),
  ],
);
`;

/** Starts workerd. Disposing kills it with SIGKILL. */
async function start(program: string, api: string) {
  await writeFile(join(dir.path, "worker.capnp"), configFor(api));
  const stdio = ["ignore", "ignore", "pipe", "pipe"] as const;
  const child = spawn(program, ["serve", "worker.capnp", "--control-fd=3"], { cwd: dir.path, stdio: [...stdio] });
  const said = text(child.stderr as Readable);
  const gone = once(child, "exit");
  const control = (child.stdio[3] as Readable).setEncoding("utf8");
  const [line] = await Promise.race([
    once(control, "data"),
    gone.then(async () => Promise.reject(new Error(await said))),
  ]);
  const { port } = JSON.parse(line);
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}

const programs = "missing" in workerd ? [] : [workerd.program];

test.each(programs)("the Durable Object is a store", async (program) => {
  await using worker = await start(program, "http://127.0.0.1:9");
  const answer = await fetch(`${worker.url}/checks`);
  expect(await answer.text()).toBe("passed");
});

test.each(programs)("a form that is posted again is saved and reported once, even after a kill", async (program) => {
  await using api = await serve(() => ({ status: 201, body: { success: true, data: { id: "contact-1" } } }));
  for (let run = 1; run <= 3; run += 1) {
    await using worker = await start(program, api.url);
    const body = new URLSearchParams({ name: "Ana", phone: "+573188779043", notes: "La azul, por favor" });
    const answer = await fetch(worker.url, { method: "POST", body });
    expect(answer.status).toBe(201);
  }
  expect(api.seen.map(({ url }) => url)).toEqual(["/api-create-contact", "/api-send-message"]);
});
