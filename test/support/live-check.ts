import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { operations } from "../../generated/operations.ts";
import { type Context, checkLive } from "../../scripts/check-live/command.ts";
import { rowsOf } from "../../scripts/generate/rows.ts";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import type { Rows } from "../../src/operation/table.ts";
import { runInProcess } from "./in-process.ts";
import { type Finished, root } from "./run.ts";
import { type Reply, type Seen, serve } from "./server.ts";
import { tempDir } from "./temp-dir.ts";

// Runs `check:live` in this process.

/** Runs with this environment on the bundled descriptions. `rows`: the known operations. */
export function liveCheck(
  env: NodeJS.ProcessEnv,
  args: readonly string[] = [],
  rows: Rows = operations.rows,
  timeout = 160_000,
) {
  const context: Context = { root, operations: { ...operations, rows }, env, pause: 0, timeout };
  return runInProcess(root, (terminal) => checkLive(args, context, terminal));
}

/** The report of a check, and the requests that the server got. */
export interface LiveCheck extends Finished {
  readonly seen: readonly Seen[];
}

/** Runs against a server with these answers, on the bundled descriptions. */
export async function checkServer(
  answer: (seen: Seen) => Reply,
  args: readonly string[] = [],
  rows?: Rows,
): Promise<LiveCheck> {
  await using server = await serve(answer);
  const finished = await liveCheck({ WIPSY_API_KEY: "test-key", WIPSY_BASE_URL: server.url }, args, rows);
  return { ...finished, seen: server.seen };
}

/** Runs against a server with these answers, on a description with only these paths. */
export async function checkPaths(
  { paths, components = {}, openapi = "3.1.0" }: { paths: object; components?: object; openapi?: string },
  answer: (seen: Seen) => Reply,
  args: readonly string[] = [],
): Promise<LiveCheck> {
  await using dir = await tempDir();
  await using server = await serve(answer);
  const securitySchemes = { key: { type: "apiKey", in: "header", name: "x-api-key" } };
  const description = {
    ...{ openapi, info: { title: "Test", version: "1.0.0" }, servers: [{ url: server.url }], paths },
    ...{ components: { ...components, securitySchemes }, security: [{ key: [] }] },
  };
  mkdirSync(join(dir.path, "openapi"));
  writeFileSync(join(dir.path, "openapi/wipsy.yaml"), JSON.stringify(description));
  const { rows } = rowsOf(await bundledDescription(dir.path));
  const table = Object.fromEntries(rows.map(({ operation }) => [operation.id, operation]));
  const own = { ...operations, server: server.url, rows: table };
  const context: Context = {
    root: dir.path,
    operations: own,
    env: { WIPSY_API_KEY: "test-key" },
    pause: 0,
    timeout: 160_000,
  };
  const finished = await runInProcess(root, (terminal) => checkLive(args, context, terminal));
  return { ...finished, seen: server.seen };
}
