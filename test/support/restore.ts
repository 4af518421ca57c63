import { afterAll, vi } from "vitest";

// Test files that share a worker share its globals, too.
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
