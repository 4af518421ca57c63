import fc from "fast-check";
import { test } from "vitest";
import { propertyRuns, propertySeed } from "../support/seed.ts";
import { chatSteps, runChats } from "./chats-model.ts";

const seed = propertySeed();
const numRuns = propertyRuns(25);

const count = fc.constantFrom(0, 1, 30, 98, 99, 100, 101, 130);
const since = fc.constantFrom(undefined, undefined, 0, 5, 99, 110);

test("reports each chat event once, and a gap exactly when the whole page turned over", async () => {
  await fc.assert(fc.asyncProperty(count, since, chatSteps, runChats), { seed, numRuns });
});
