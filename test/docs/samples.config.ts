import { defineConfig } from "vitest/config";
import own from "../../vitest.config.ts";

// For the samples that are vitest tests themselves, as a user's project would run them.

export default defineConfig({
  ...(own.resolve && { resolve: own.resolve }),
  test: { include: ["test/docs/.blocks/*.vitest.ts"], maxWorkers: 1 },
});
