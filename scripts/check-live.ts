import { fileURLToPath } from "node:url";
import { operations } from "../generated/operations.ts";
import { checkLive } from "./check-live/command.ts";
import { ownTerminal } from "./terminal.ts";

// `npm run check:live`. Half a second between calls is what the vendor's own tools wait; the timeout is longer than the
// platform lets a function run.

const root = fileURLToPath(new URL("../", import.meta.url));
const context = { root, operations, env: process.env, pause: 500, timeout: 160_000 };
process.exitCode = await checkLive(process.argv.slice(2), context, ownTerminal);
