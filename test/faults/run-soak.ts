import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

// npm run soak [-- --calls 100000 --seed 1 --transport node]: over both transports, unless one is named.
const text = { type: "string" } as const;
const { values } = parseArgs({ options: { calls: text, seed: text, transport: text } });
const { transport, ...others } = values;
const passed = Object.entries(others).flatMap(([name, value]) => [`--${name}`, value]);
const soak = fileURLToPath(new URL("soak.ts", import.meta.url));

for (const one of transport === undefined ? ["node", "fetch"] : [transport]) {
  const child = spawn(process.execPath, ["--expose-gc", "--import", "tsx", soak, ...passed], {
    stdio: "inherit",
    env: { ...process.env, TRANSPORT: one },
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) process.exitCode = 1;
}
