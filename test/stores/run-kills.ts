import { parseArgs } from "node:util";
import { checkNumbers, runVitest } from "../support/run-vitest.ts";

// npm run test:kills [-- --kills 300 --seed 1]: the kills of each store.
const text = { type: "string" } as const;
const { values } = parseArgs({ options: { kills: text, seed: text } });
checkNumbers(values);
const { kills: KILLS = "300", seed: FC_SEED } = values;
runVitest(["--project=long", "test/stores/killed.long.test.ts"], { KILLS, FC_SEED });
