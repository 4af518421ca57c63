import { isWipsyError, Wipsy } from "../../src/index.ts";

// Reads an answer that is too large, and reports to its parent how much memory that took.

const [, , baseUrl = ""] = process.argv;
const wipsy = new Wipsy({ apiKey: "test-key", baseUrl });
// A first call, so that loading does not count.
await wipsy.chats.list({}, { maxResponseSize: 1 }).catch(() => {});
/** The memory that JavaScript uses. The resident size also counts the platform's own: 35 MB for a discarded body. */
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
