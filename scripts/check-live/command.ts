import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { baseUrlOf } from "../../src/call/client.ts";
import type { AgentSession } from "../../src/index.ts";
import type { OperationTable } from "../../src/operation/table.ts";
import { isRecord } from "../../src/operation/values.ts";
import { bundledDescription } from "../openapi/bundled.ts";
import { exitCodeOf, type Terminal } from "../terminal.ts";
import { ask } from "./ask.ts";
import { check, exitCode } from "./check.ts";
import { readsOnly } from "./reads-only.ts";
import { reportOf } from "./report.ts";

const usage = `Usage: WIPSY_API_KEY=… npm run check:live -- [options]

Asks the live service for a few chats, contacts and messages, and reports where its answers differ from the description.
It only reads: it sends no message and changes nothing. WIPSY_BASE_URL sets another server.

  --session <file>  an agent's session as JSON, to check the reads of agents, too
  --inferred        check inferred operations, too: they may not exist
  --help            this text

The report shows names of fields, types, counts and new words of enums, but no other value.
Exit code: 0 no differences, 3 differences, 1 not everything could be checked. What --session and --inferred would add
does not count.`;

const options = {
  session: { type: "string" },
  inferred: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage}`);
  }
}

/** @throws Error without any of the file's text */
async function readSession(file: string): Promise<AgentSession> {
  const json: unknown = await readFile(file, "utf8")
    .then(JSON.parse)
    .catch(() => undefined);
  const { agent, session } = Object(json) as Partial<AgentSession>;
  // The cast: the server judges the rest.
  if (isRecord(agent) && typeof session?.token === "string") return json as AgentSession;
  const shape = "{ agent, permissions, session: { token } }";
  throw new Error(`--session: cannot read an agent's session from ${file}. It must hold ${shape} as JSON.`);
}

/** What the command runs on. */
export interface Context {
  /** Absolute path of the repository whose descriptions are checked. */
  readonly root: string;
  /** The operation table that was generated from them. */
  readonly operations: Pick<OperationTable, "server" | "apiKeyHeader" | "rows">;
  /** `WIPSY_API_KEY` and `WIPSY_BASE_URL`. */
  readonly env: NodeJS.ProcessEnv;
  /** Pause after a call, in milliseconds. */
  readonly pause: number;
}

async function main(args: readonly string[], context: Context, { out }: Terminal): Promise<number> {
  const { root, env, pause } = context;
  const { server, apiKeyHeader, rows } = context.operations;
  const { help, inferred, session: file } = valuesOf(args);
  if (help) {
    out(`${usage}\n`);
    return 0;
  }
  const apiKey = env.WIPSY_API_KEY;
  if (!apiKey) throw new Error("Set WIPSY_API_KEY to your API key first. Nothing was asked.");
  const session = file === undefined ? undefined : await readSession(file);
  const base = baseUrlOf(env.WIPSY_BASE_URL || server, false);
  // Loaded only here: Prism takes a second or two.
  const { validatorOf } = await import("./violations.ts");
  const description = await bundledDescription(root);
  out(`Asking ${base}:\n`);
  const reads = readsOnly(base, rows);
  const credentials = { apiKeyHeader, apiKey, token: session?.session.token };
  const outcomes = await check({
    description,
    rows,
    ask: async (operation, input) => {
      out(`  ${operation.id} …\n`);
      const answer = await ask(reads, operation, input, credentials);
      await wait(pause);
      return answer;
    },
    validate: await validatorOf(description),
    given: { session, inferred, ids: new Map() },
  });
  out(`\n${reportOf(description, outcomes)}\n`);
  return exitCode(outcomes);
}

/** `npm run check:live -- …args`. Returns the exit code. */
export async function checkLive(args: readonly string[], context: Context, terminal: Terminal): Promise<number> {
  return exitCodeOf(terminal, () => main(args, context, terminal));
}
