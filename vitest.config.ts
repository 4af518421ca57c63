import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const entry = (name: string) => fileURLToPath(new URL(`src/${name}index.ts`, import.meta.url));

const store = (name: string) => [
  `wipsy-client/stores/${name}`,
  fileURLToPath(new URL(`src/stores/${name}.ts`, import.meta.url)),
];

const queue = (name: string) => [
  `wipsy-client/${name}`,
  fileURLToPath(new URL(`src/queues/${name}.ts`, import.meta.url)),
];

/** What examples and guides import and the tests do not install. */
const standIn = (name: string) => [name, fileURLToPath(new URL(`test/examples/${name}.ts`, import.meta.url))];

const long = "test/**/*.long.test.ts";
const mutations = "test/**/*.mutations.test.ts";
const packages = "test/package/*.test.ts";

const tests = readdirSync("test", { recursive: true, encoding: "utf8" })
  .map((name) => `test/${name.replaceAll("\\", "/")}`)
  .filter((name) => name.endsWith(".test.ts"));
const testsWith = (pattern: RegExp) => tests.filter((name) => pattern.test(readFileSync(name, "utf8")));

/** Tests with random searches: `npm test` runs them with few runs, `npm run test:long` with all. */
const random = testsWith(/propertyRuns\(/);

/**
 * Tests that load modules again, or others in their place, and those of the documents, whose samples leave listeners. All
 * others share a worker's modules: half the CPU time.
 */
const alone = [...testsWith(/\bvi\.(mock|resetModules)\(/), ...tests.filter((name) => name.startsWith("test/docs/"))];

/** Nothing of the machine's own environment reaches a client under test. */
const env = { WIPSY_API_KEY: "", WIPSY_BASE_URL: "" };

export default defineConfig({
  resolve: {
    // The longer names first: an alias stands for what a name begins with.
    alias: {
      "wipsy-client/feed": entry("feed/"),
      "wipsy-client/campaign": entry("campaign/"),
      "wipsy-client/raw": entry("raw/"),
      "wipsy-client/testing": entry("testing/"),
      ...Object.fromEntries(["memory", "sqlite", "postgres", "redis"].map(store)),
      ...Object.fromEntries(["bullmq", "pg-boss"].map(queue)),
      "wipsy-client": entry(""),
      "npm:wipsy-client/stores/postgres": fileURLToPath(new URL("src/stores/postgres.ts", import.meta.url)),
      "npm:wipsy-client": entry(""),
      ...Object.fromEntries(["pg", "pg-boss", "bullmq"].map(standIn)),
      "npm:pg@8": fileURLToPath(new URL("test/examples/pg.ts", import.meta.url)),
      "cloudflare:workers": fileURLToPath(new URL("test/examples/cloudflare-workers.ts", import.meta.url)),
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "together",
          isolate: false,
          setupFiles: "test/support/restore.ts",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...alone, long, mutations, packages],
        },
      },
      { extends: true, test: { name: "each", include: alone, exclude: [...configDefaults.exclude, long, packages] } },
      {
        extends: true,
        test: {
          name: "fetch",
          include: ["test/faults/!(node-*).test.ts"],
          setupFiles: "test/support/over-fetch.ts",
          env: { ...env, LONG: "yes", TRANSPORT: "fetch" },
        },
      },
      { extends: true, test: { name: "long", include: [long, ...random], env: { ...env, LONG: "yes" } } },
      { extends: true, test: { name: "mutations", include: [mutations], env } },
      {
        extends: true,
        test: { name: "queues", include: ["test/queues/*.long.test.ts"], env: { ...env, MESSAGES: "5000" } },
      },
      {
        extends: true,
        test: {
          name: "package",
          include: [packages],
          globalSetup: ["test/support/global-setup.ts", "test/package/global-setup.ts"],
        },
      },
    ],
    globalSetup: "test/support/global-setup.ts",
    env,
    // Far beyond what anything takes: the machine may be busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // Many tests start programs and wait for them: one file at a time would leave a core idle.
    maxWorkers: 2,
    // Concurrent tests mostly wait, for programs or timeouts.
    maxConcurrency: 20,
  },
});
