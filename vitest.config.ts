import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const index = fileURLToPath(new URL("src/index.ts", import.meta.url));

export default defineConfig({
  resolve: { alias: { "wipsy-client": index, "npm:wipsy-client": index } },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    // Nothing of the machine's own environment reaches a client under test.
    env: { WIPSY_API_KEY: "", WIPSY_BASE_URL: "" },
    // Far beyond what any test takes: the machine may be busy.
    testTimeout: 120_000,
    // Many tests start programs and wait for them: one file at a time would leave a core idle.
    maxWorkers: 2,
  },
});
