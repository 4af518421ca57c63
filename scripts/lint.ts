import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { readDescription } from "./openapi/read.ts";

// What this project has written itself keeps to the strict rules of redocly.yaml. The vendor's own file is judged by the
// rules of OpenAPI alone, as `npm run generate -- <file>` judges it: its style is not ours to change.

const root = fileURLToPath(new URL("../", import.meta.url));

async function main(): Promise<void> {
  const { description } = await readDescription(`${root}openapi/wipsy.yaml`);
  if (!("x-reconstruction" in description.info)) {
    return console.log(
      "openapi/wipsy.yaml keeps to the rules of OpenAPI. It is not of our making: no rule of style applies.",
    );
  }
  // Through a shell, which finds the program wherever npm has put it.
  const [code] = await once(spawn("redocly lint", { cwd: root, shell: true, stdio: "inherit" }), "close");
  process.exitCode = code;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
