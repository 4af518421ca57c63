import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { operations } from "../generated/operations.ts";
import { baseUrlOf } from "../src/base-url.ts";
import { check, exitCode } from "./check-live/check.ts";
import { marksFrom } from "./check-live/marks.ts";
import { marksIn, patchOf, withSeen } from "./check-live/patch.ts";
import { sessionFrom } from "./check-live/plan.ts";
import { readsOnly } from "./check-live/reads-only.ts";
import { record } from "./check-live/record.ts";
import { reportOf } from "./check-live/report.ts";
import { bundledDescription } from "./generate/description.ts";

const usage = `Usage: WIPSY_API_KEY=… npm run check:live -- [options]

Asks the live service for a few chats, contacts and messages, and says where its answers and the description differ.
It only reads: it sends no message and changes nothing. WIPSY_BASE_URL asks another server.

  --session <file>  an agent's session as JSON, for the reads of agents
  --inferred        ask for operations too that no page shows, and that may not exist
  --patch <file>    write the patch for openapi/wipsy.yaml there; without it, it is printed
  --record <dir>    keep the answers there, with every personal value masked
  --help            this text

Nothing of an answer is shown but names of fields, types, counts, and new words of enums.
Exit code: 0 no difference, 3 differences, 1 something could not be checked.`;

const options = {
  session: { type: "string" },
  inferred: { type: "boolean", default: false },
  patch: { type: "string" },
  record: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

async function sessionIn(file: string): Promise<ReturnType<typeof sessionFrom>> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`--session: ${file} cannot be read.`);
  });
  return sessionFrom(text);
}

async function handOver(patch: string, file: string | undefined): Promise<void> {
  if (patch === "") return console.log("\nThere is nothing to patch.");
  if (file === undefined) return console.log(`\nThe patch for openapi/wipsy.yaml (git apply):\n\n${patch}`);
  await writeFile(file, patch);
  console.log(`\nThe patch for openapi/wipsy.yaml is in ${file}: read it, git apply it, then npm run generate.`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(usage);
  const apiKey = process.env.WIPSY_API_KEY;
  if (!apiKey) throw new Error("Set WIPSY_API_KEY to your API key first. Nothing was asked.");
  const session = values.session === undefined ? undefined : await sessionIn(values.session);
  const base = baseUrlOf(process.env.WIPSY_BASE_URL || operations.server, false);
  // Loaded only here: Prism takes a second or two.
  const { validatorOf } = await import("./check-live/violations.ts");
  const description = await bundledDescription();
  console.log(`Asking ${base}, a few reads with a pause between them.\n`);
  const outcomes = await check({
    description,
    rows: operations.rows,
    reads: readsOnly(base, operations.rows),
    validate: await validatorOf(description),
    credentials: { apiKeyHeader: operations.apiKeyHeader, apiKey, token: session?.session.token },
    session,
    inferred: values.inferred,
  });
  const before = await readFile(new URL("../openapi/wipsy.yaml", import.meta.url), "utf8");
  const marks = marksIn(before, marksFrom(description, outcomes));
  console.log(reportOf(description, outcomes, marks));
  if (values.record !== undefined) {
    const files = await record(values.record, description, outcomes);
    console.log(`\nRecorded: ${files} masked files in ${values.record}.`);
  }
  const patch = await patchOf(before, withSeen(before, description, outcomes, marks));
  await handOver(patch, values.patch);
  process.exitCode = exitCode(outcomes);
}

main().catch((error: unknown) => {
  const isUsage = error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  console.error(error instanceof Error ? `${error.message}${isUsage ? `\n\n${usage}` : ""}` : error);
  process.exitCode = 1;
});
