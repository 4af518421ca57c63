import { fileURLToPath } from "node:url";
import { operations } from "../generated/operations.ts";
import { checkLive } from "./check-live/command.ts";
import { ownTerminal } from "./terminal.ts";

// `npm run check:live`. Between two calls it waits as long as the vendor's own tools do: half a second.

const root = fileURLToPath(new URL("../", import.meta.url));
const means = { root, operations, env: process.env, pause: 500 };
process.exitCode = await checkLive(process.argv.slice(2), means, ownTerminal);
