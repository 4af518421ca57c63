import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const index = fileURLToPath(new URL("src/index.ts", import.meta.url));

/** These put modules in the place of others. */
const apart = ["test/unit/errors.test.ts", "test/regenerate/replace-files.test.ts", "test/scripts/cli.test.ts"];
const all = ["test/**/*.test.ts"];

export default defineConfig({
  resolve: { alias: { "wipsy-client": index, "npm:wipsy-client": index } },
  test: {
    projects: [
      // What one file has loaded, the next need not load again: that is a third of the time.
      {
        extends: true,
        test: { name: "shared", isolate: false, include: all, exclude: [...configDefaults.exclude, ...apart] },
      },
      { extends: true, test: { name: "apart", include: apart } },
    ],
    globalSetup: "test/support/global-setup.ts",
    // Nothing of the machine's own environment reaches a client under test.
    env: { WIPSY_API_KEY: "", WIPSY_BASE_URL: "" },
    // Far beyond what any test takes: the machine may be busy.
    testTimeout: 120_000,
    // Many tests start programs and wait for them: one file at a time would leave a core idle.
    maxWorkers: 2,
  },
});
