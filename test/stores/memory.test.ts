import { test } from "vitest";
import { memoryStore } from "wipsy-client/stores/memory";
import { storeChecks } from "./checks.ts";

test.each(Object.entries(storeChecks))("memoryStore %s", async (_name, check) => {
  const store = memoryStore();
  await check([store, store]);
});
