import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { here, made, root } from "./build.ts";
import { interleaved } from "./interleave.ts";
import { type Spread, spreadOf } from "./statistics.ts";

const run = promisify(execFile);

/** What is imported, as it is installed; hey-api's client is what it generates, bundled into one file. */
const modules: Readonly<Record<string, string>> = {
  "an empty module": "data:text/javascript,",
  "wipsy-client": pathToFileURL(`${root}dist/index.js`).href,
  "openapi-fetch": "openapi-fetch",
  "hey-api": pathToFileURL(`${made}hey-api.js`).href,
  ky: "ky",
  axios: "axios",
  ofetch: "ofetch",
  got: "got",
  "openai-node": "openai",
  "undici Pool": "undici",
};

const program = `const began = performance.now();
await import(process.argv[1]);
process.stdout.write(String(performance.now() - began));`;

/** Milliseconds that the first import in a new process takes, by turns. */
export async function coldImports(rounds: number, seed: number): Promise<Record<string, Spread>> {
  const timed = Object.entries(modules).map(([name, specifier]) => ({
    name,
    async run() {
      const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program, specifier], { cwd: here });
      return Number(stdout);
    },
  }));
  const figures = await interleaved(timed, { rounds, passes: 1, calls: 1, seed });
  return Object.fromEntries(Object.entries(figures).map(([name, millis]) => [name, spreadOf(millis)]));
}
