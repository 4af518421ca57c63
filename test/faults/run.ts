import { parseArgs } from "node:util";
import { checkNumbers, runVitest } from "../support/run-vitest.ts";

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
checkNumbers(values);
const { schedules: SCHEDULES, seed: FC_SEED, schedule: SCHEDULE } = values;
const names = chosen.map((name) => `--project=${name}`);
runVitest([...names, "test/faults/schedules.test.ts"], { SCHEDULES, FC_SEED, SCHEDULE });
