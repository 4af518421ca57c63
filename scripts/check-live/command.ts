import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { baseUrlOf } from "../../src/call/base-url.ts";
import type { Operation } from "../../src/operation/table.ts";
import { bundledDescription } from "../generate/description.ts";
import { exitCodeOf, type Terminal } from "../terminal.ts";
import { check, exitCode } from "./check.ts";
import { marksFrom } from "./marks.ts";
import { marksIn, patchOf, withSeen } from "./patch.ts";
import { sessionFrom } from "./plan.ts";
import { readsOnly } from "./reads-only.ts";
import { record } from "./record.ts";
import { reportOf } from "./report.ts";

const usage = `Usage: WIPSY_API_KEY=… npm run check:live -- [options]

Asks the live service for a few chats, contacts and messages, and says where its answers and the description differ.
It only reads: it sends no message and changes nothing. WIPSY_BASE_URL asks another server.

  --session <file>  an agent's session as JSON, for the reads of agents
  --inferred        ask for operations too that no page shows, and that may not exist
  --patch <file>    write the patch for openapi/wipsy.yaml there; without it, it is printed
  --record <dir>    keep the answers there, with every personal value masked
  --help            this text

Nothing of an answer is shown but names of fields, types, counts, and new words of enums.
Exit code: 0 no difference, 3 differences, 1 something could not be checked. What --session and --inferred would add does
not count.`;

const options = {
  session: { type: "string" },
  inferred: { type: "boolean", default: false },
  patch: { type: "string" },
  record: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** @throws Error with the usage where the arguments are none of it */
function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage}`);
  }
}

async function sessionIn(file: string): Promise<ReturnType<typeof sessionFrom>> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`--session: ${file} cannot be read.`);
  });
  return sessionFrom(text);
}

/** Puts the patch where it was asked for. Gives what is said of it. */
async function handOver(patch: string, file: string | undefined): Promise<string> {
  if (patch === "") return "\nThere is nothing to patch.\n";
  if (file === undefined) return `\nThe patch for openapi/wipsy.yaml (git apply):\n\n${patch}\n`;
  await writeFile(file, patch);
  return `\nThe patch for openapi/wipsy.yaml is in ${file}: read it, git apply it, then npm run generate.\n`;
}

/** What a check is made with. */
export interface Means {
  /** The repository whose descriptions are checked: an absolute path. */
  readonly root: string;
  /** What follows from them. */
  readonly operations: {
    readonly server: string;
    readonly apiKeyHeader: string;
    readonly rows: Readonly<Record<string, Operation>>;
  };
  /** `WIPSY_API_KEY` and `WIPSY_BASE_URL`. */
  readonly env: NodeJS.ProcessEnv;
  /** Between two calls, in milliseconds. */
  readonly pause: number;
}

/** `npm run check:live -- …args`. Gives the exit code. */
export async function checkLive(args: readonly string[], means: Means, terminal: Terminal): Promise<number> {
  return exitCodeOf(terminal, () => main(args, means, terminal));
}

async function main(
  args: readonly string[],
  { root, operations, env, pause }: Means,
  { out }: Terminal,
): Promise<number> {
  const values = valuesOf(args);
  if (values.help) {
    out(`${usage}\n`);
    return 0;
  }
  const apiKey = env.WIPSY_API_KEY;
  if (!apiKey) throw new Error("Set WIPSY_API_KEY to your API key first. Nothing was asked.");
  const session = values.session === undefined ? undefined : await sessionIn(values.session);
  const base = baseUrlOf(env.WIPSY_BASE_URL || operations.server, false);
  // Loaded only here: Prism takes a second or two.
  const { validatorOf } = await import("./violations.ts");
  const description = await bundledDescription(root);
  out(`Asking ${base}, a few reads with a pause between them:\n`);
  const outcomes = await check({
    description,
    rows: operations.rows,
    reads: readsOnly(base, operations.rows),
    validate: await validatorOf(description),
    credentials: { apiKeyHeader: operations.apiKeyHeader, apiKey, token: session?.session.token },
    session,
    inferred: values.inferred,
    pause,
    asking: ({ id }) => out(`  ${id} …\n`),
  });
  const before = await readFile(join(root, "openapi/wipsy.yaml"), "utf8");
  const marks = marksIn(before, marksFrom(description, outcomes));
  out(`\n${reportOf(description, outcomes, marks)}\n`);
  if (values.record !== undefined) {
    const files = await record(values.record, description, outcomes);
    out(`\nRecorded: ${files} masked files in ${values.record}.\n`);
  }
  const patch = await patchOf(before, withSeen(before, description, outcomes, marks));
  out(await handOver(patch, values.patch));
  return exitCode(outcomes);
}
