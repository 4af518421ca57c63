import { execFile } from "node:child_process";
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { root } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";

// Each safeguard of idempotency keys is taken out of a copy of the sources: the tests in that copy must fail.

const tests = ["idempotency", "idempotency-schedules"].map((name) => `test/unit/${name}.test.ts`);
const copied = ["src", "generated", "test/support", ...tests, "package.json", "tsconfig.json"];

/** What is taken out, and what stands in its place. */
interface Mutation {
  readonly file: string;
  readonly code: string;
  readonly by: string;
}

const mutations: Readonly<Record<string, Mutation>> = {
  "the claim": {
    file: "src/call/keyed.ts",
    code: "if (!(await before(call, () => call.store.put(record, expected)))) return undefined;",
    by: "",
  },
  "the token": {
    file: "src/call/keyed.ts",
    code: "store.put(settled, record.token)",
    by: "store.put(settled, (await store.get(record.key))?.token)",
  },
  "the fingerprint": {
    file: "src/call/keyed.ts",
    code: " || record.fingerprint !== wanted.fingerprint",
    by: "",
  },
  "the deadline of a claim": { file: "src/call/keyed.ts", code: " && retryAfterMs > 0", by: "" },
  "the deadline before sending": {
    file: "src/transport/leave.ts",
    code: " || Date.now() >= (progress.expires ?? Infinity)",
    by: "",
  },
};

/** Vitest's configuration of a copy: the tests find the copied sources, and need no other server. */
const configIn = (folder: string) => ({
  resolve: {
    alias: {
      "wipsy-client/stores/memory": join(folder, "src/stores/memory.ts"),
      "wipsy-client": join(folder, "src/index.ts"),
    },
  },
  // Without a safeguard, some tests hang.
  test: { testTimeout: 30_000, env: { WIPSY_API_KEY: "", WIPSY_BASE_URL: "" } },
});

/** Runs the tests in a copy of the sources that `mutation` has changed: how many passed and failed. */
async function counted(mutation?: Mutation): Promise<{ readonly passed: number; readonly failed: number }> {
  await using dir = await tempDir();
  for (const name of copied) await cp(join(root, name), join(dir.path, name), { recursive: true });
  await symlink(join(root, "node_modules"), join(dir.path, "node_modules"));
  await writeFile(join(dir.path, "vitest.config.js"), `export default ${JSON.stringify(configIn(dir.path))}`);
  if (mutation) {
    const file = join(dir.path, mutation.file);
    const parts = (await readFile(file, "utf8")).split(mutation.code);
    expect(parts, `${mutation.file} has this code once`).toHaveLength(2);
    await writeFile(file, parts.join(mutation.by));
  }
  const report = join(dir.path, "report.json");
  const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
  const args = [vitest, "run", "--reporter=json", `--outputFile=${report}`, ...tests];
  const { LONG: _, ...env } = process.env;
  // Its exit code says no more than the report.
  await new Promise((resolve) => execFile(process.execPath, args, { cwd: dir.path, env }, resolve));
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(await readFile(report, "utf8"));
  return { passed, failed };
}

test("the tests pass in a copy of the sources", async () => {
  const { passed, failed } = await counted();
  expect(failed).toBe(0);
  expect(passed).toBeGreaterThan(50);
});

describe("the tests fail without", { timeout: 900_000 }, () => {
  test.each(Object.entries(mutations))("%s", async (what, mutation) => {
    const { passed, failed } = await counted(mutation);
    console.log(`without ${what}: ${failed} tests fail`);
    expect(failed).toBeGreaterThan(0);
    // The sources still run.
    expect(passed).toBeGreaterThan(0);
  });
});
