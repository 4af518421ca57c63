import { fileURLToPath } from "node:url";
import { operations } from "../generated/operations.ts";
import { checkLive } from "./check-live/command.ts";
import { ownTerminal } from "./terminal.ts";

// `npm run check:live`. The vendor's own tools also pause for half a second between calls. The timeout is longer than the
// platform lets a function run.

const root = fileURLToPath(new URL("../", import.meta.url));
const context = { root, operations, env: process.env, pause: 500, timeout: 160_000 };
process.exitCode = await checkLive(process.argv.slice(2), context, ownTerminal);
