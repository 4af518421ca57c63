import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

// npm run test:faults -- --schedules 10000 [--seed 1] [--schedule 17] [--transport node|fetch]
const text = { type: "string" } as const;
const { values: given } = parseArgs({ options: { schedules: text, seed: text, schedule: text, transport: text } });
const { transport, ...values } = given;
/** The vitest projects of the transports. */
const projects: Readonly<Record<string, string>> = { node: "long", fetch: "fetch" };
const chosen = transport === undefined ? Object.values(projects) : [projects[transport]];
if (chosen.includes(undefined)) {
  console.error("--transport must be node or fetch");
  process.exit(2);
}

for (const [name, value] of Object.entries(values)) {
  if (!/^\d{1,10}$/.test(value)) {
    console.error(`--${name} must be a whole number`);
    process.exit(2);
  }
}

const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
const child = spawn(
  process.execPath,
  [vitest, "run", ...chosen.map((name) => `--project=${name}`), "test/faults/schedules.test.ts"],
  {
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    stdio: "inherit",
    env: {
      ...process.env,
      ...(values.schedules && { SCHEDULES: values.schedules }),
      ...(values.seed && { FC_SEED: values.seed }),
      ...(values.schedule && { SCHEDULE: values.schedule }),
    },
  },
);
child.on("close", (code) => {
  process.exitCode = code ?? 1;
});
