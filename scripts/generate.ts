import { fileURLToPath } from "node:url";
import { generate } from "./generate/command.ts";
import { ownTerminal } from "./terminal.ts";

// `npm run generate`

const root = fileURLToPath(new URL("../", import.meta.url));
process.exitCode = await generate(process.argv.slice(2), root, ownTerminal);
