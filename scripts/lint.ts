import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { readDescription } from "./openapi/read.ts";

// Our own description must follow the strict rules of redocly.yaml. The vendor's file only has to be valid OpenAPI: its style
// is not ours to change.

const root = fileURLToPath(new URL("../", import.meta.url));

async function main(): Promise<void> {
  const { description } = await readDescription(`${root}openapi/wipsy.yaml`);
  if (!("x-reconstruction" in description.info)) {
    return console.log("openapi/wipsy.yaml is valid OpenAPI. It is the vendor's file, so style rules do not apply.");
  }
  // A shell finds the program on npm's PATH.
  const [code] = await once(spawn("redocly lint", { cwd: root, shell: true, stdio: "inherit" }), "close");
  process.exitCode = code;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
