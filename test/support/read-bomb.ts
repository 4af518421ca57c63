import { isWipsyError, Wipsy } from "../../src/index.ts";

// Reads an answer that is too large, and tells its parent how much memory that took.

const [, , baseUrl = ""] = process.argv;
const wipsy = new Wipsy({ apiKey: "test-key", baseUrl });
// What loading takes is not counted: a first call.
await wipsy.chats.list({}, { maxResponseSize: 1 }).catch(() => {});
/** What JavaScript holds. The resident size also counts what the platform keeps for itself: 35 MB for a body that nobody keeps. */
const held = () => process.memoryUsage().heapUsed + process.memoryUsage().external;
const before = held();
let most = before;
let isDone = false;
const look = () => {
  most = Math.max(most, held());
  if (!isDone) setImmediate(look);
};
look();
const error = await wipsy.chats.list().catch((thrown: unknown) => thrown);
isDone = true;
look();
if (!isWipsyError(error)) throw error;
process.send?.({ name: error.name, attempts: error.attempts, grownBy: most - before });
process.disconnect?.();
