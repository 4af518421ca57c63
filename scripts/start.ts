import { parseArgs } from "node:util";
import { isWipsyError } from "../src/index.ts";
import { send } from "./start/send.ts";

// `npm start` shows the main job against a mock; with --to and --message it sends that one message for real.

const usage = 'Usage: npm start, or npm start -- --to +573188779043 --message "Hola"';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { to: { type: "string" }, message: { type: "string" } } });
  const { to, message } = values;
  if (to === undefined && message === undefined) {
    // Loaded only here: the mock server takes a second or two.
    const { demo } = await import("./start/demo.ts");
    return demo();
  }
  if (to === undefined || message === undefined) throw new Error(`--to and --message go together. ${usage}`);
  return send(to, message);
}

main().catch((error: unknown) => {
  const isUsage = error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  console.error(
    isWipsyError(error) || error instanceof Error ? `${error.message}${isUsage ? `\n${usage}` : ""}` : error,
  );
  process.exitCode = 1;
});
