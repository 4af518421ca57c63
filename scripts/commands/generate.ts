import { fileURLToPath } from "node:url";
import { ownTerminal } from "../terminal.ts";
import { generate } from "./repository.ts";

// `npm run generate`

const root = fileURLToPath(new URL("../../", import.meta.url));
process.exitCode = await generate(process.argv.slice(2), root, ownTerminal);
