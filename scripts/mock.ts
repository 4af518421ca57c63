import { parsed } from "./arguments.ts";
import { bundledDescription } from "./openapi/bundled.ts";
import { startPrism } from "./prism.ts";
import { exitCodeOf, ownTerminal } from "./terminal.ts";

// `npm run mock` serves both bundled descriptions until it is stopped.

const usage = "Usage: npm run mock, or npm run mock -- --port <number>; default: 4010";

process.exitCode = await exitCodeOf(ownTerminal, async () => {
  const { port } = parsed({ options: { port: { type: "string", short: "p", default: "4010" } } }).values;
  if (!(Number(port) > 0 && Number(port) < 65_536)) throw new Error(`--port must be a number up to 65535. ${usage}`);
  const { url } = await startPrism(await bundledDescription(), Number(port)).catch((error: unknown) => {
    // Prism rejects with the message alone.
    if (!String(error).includes("EADDRINUSE")) throw error;
    throw new Error(`Port ${port} is in use. Choose another one: npm run mock -- --port ${Number(port) + 1}`);
  });
  ownTerminal.out(`The mock server is listening. Set these in the environment of your program; Ctrl-C stops it.\n\n`);
  ownTerminal.out(`WIPSY_BASE_URL=${url}\nWIPSY_API_KEY=any-key\n`);
  return 0;
});
