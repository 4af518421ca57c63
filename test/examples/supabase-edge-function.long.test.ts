import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { copyFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { install } from "../runtimes/install.ts";
import { pinned } from "../runtimes/versions.ts";
import { driver, driversFolder } from "../services/drivers.ts";
import { startPostgres } from "../services/servers.ts";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { root } from "./run.ts";

// The example in Deno, with its keys in PostgreSQL.

interface Client {
  query(sql: string): Promise<{ rows: unknown[] }>;
  end(): Promise<void>;
}

const dir = await tempDir();
const deno = await install("Deno", pinned.Deno);
const postgres = await startPostgres();
const { Pool } = await driver<{ Pool: new (options: object) => Client }>("pg");
const runs = postgres && "program" in deno ? [{ program: deno.program, url: postgres.url }] : [];
if (runs.length === 0) console.log("not tested: the Supabase example, which needs Deno and PostgreSQL");

beforeAll(async () => {
  const source = (path: string) => pathToFileURL(join(root, "src", path)).href;
  const imports = {
    "npm:wipsy-client": source("index.ts"),
    "npm:wipsy-client/stores/postgres": source("stores/postgres.ts"),
  };
  await writeFile(join(dir.path, "deno.json"), JSON.stringify({ nodeModulesDir: "manual", imports }));
  await copyFile(join(root, "examples/supabase-edge-function.ts"), join(dir.path, "index.ts"));
  const drivers = await driversFolder();
  await copyFile(join(drivers, "package.json"), join(dir.path, "package.json"));
  await symlink(join(drivers, "node_modules"), join(dir.path, "node_modules"), "junction");
});

afterAll(async () => {
  await postgres?.[Symbol.asyncDispose]();
  await dir[Symbol.asyncDispose]();
});

/** Starts the example. Disposing kills it with SIGKILL. */
async function start(program: string, settings: Readonly<Record<string, string>>) {
  const allowed = ["--allow-net=127.0.0.1", "--allow-env", `--allow-read=${dir.path},${root}`];
  const child = spawn(program, ["run", "--no-prompt", "--cached-only", ...allowed, "index.ts"], {
    cwd: dir.path,
    env: { DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0", DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1", ...settings },
  });
  const gone = once(child, "exit");
  const listening = new Promise<string>((resolve) => {
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (part: string) => {
        said += part;
        const url = /Listening on (\S+)/.exec(said)?.[1];
        if (url) resolve(url);
      });
  });
  const errors = text(child.stderr);
  const failed = gone.then(async () => Promise.reject(new Error(await errors)));
  failed.catch(() => {});
  return {
    url: await Promise.race([listening, failed]),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}

test.each(runs)("an order that is shipped again is one message, even after a kill", async ({ program, url }) => {
  await using api = await serve(() => ({ body: { success: true, messageId: "message-1" } }));
  const pool = new Pool({ connectionString: url });
  await pool.query(readFileSync(join(root, "sql/postgres.sql"), "utf8"));
  await pool.query("alter table wipsy_keys enable row level security");
  const settings = {
    WIPSY_API_KEY: "wipsy-key",
    WIPSY_BASE_URL: api.url,
    WEBHOOK_SECRET: "webhook-secret",
    SUPABASE_DB_URL: url,
  };
  const before = { id: 7, phone: "+573188779043", status: "paid", tracking_url: null };
  const body = JSON.stringify({ type: "UPDATE", record: { ...before, status: "shipped" }, old_record: before });
  for (let run = 1; run <= 3; run += 1) {
    await using example = await start(program, settings);
    const request = { method: "POST", headers: { "x-webhook-secret": "webhook-secret" }, body };
    expect(await (await fetch(example.url, request)).text()).toBe("accepted as message-1");
  }
  expect(api.seen).toHaveLength(1);
  const { rows } = await pool.query("select key, state from wipsy_keys");
  expect(rows).toEqual([{ key: "order-7-shipped", state: "accepted" }]);
  await pool.end();
});
