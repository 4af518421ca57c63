import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { baseUrlOf } from "../../src/call/client.ts";
import type { AgentSession, OperationTable, Types } from "../../src/index.ts";
import { bundledDescription } from "../openapi/bundled.ts";
import { isObject } from "../openapi/walk.ts";
import { exitCodeOf, type Terminal } from "../terminal.ts";
import { ask, readsOnly } from "./ask.ts";
import { check, exitCode } from "./check.ts";
import { comparerOf } from "./compare.ts";
import { reportOf } from "./report.ts";

const usage = `Usage: WIPSY_API_KEY=… npm run check:live -- [--session <file>] [--inferred]

Asks the live service for a few chats, contacts and messages, and reports where its answers differ from the description.
It only reads: it sends no message and changes nothing. WIPSY_BASE_URL sets another server.
--session: checks the reads of agents too, with an agent's session as JSON. --inferred: inferred operations too.
The report shows names of fields, types, counts and new words of enums, but no other value.
Exit code: 0 no differences, 3 differences, 1 not everything could be checked (but for --session and --inferred).
`;

const options = {
  session: { type: "string" },
  inferred: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** @throws Error without any of the file's text */
async function readSession(file: string): Promise<AgentSession> {
  const json: unknown = await readFile(file, "utf8")
    .then(JSON.parse)
    .catch(() => undefined);
  const { agent, session } = Object(json) as Partial<AgentSession>;
  // The cast: the server judges the rest.
  if (isObject(agent) && typeof session?.token === "string") return json as AgentSession;
  throw new Error(`--session: cannot read an agent's session from ${file}: { agent, permissions, session: { token } }`);
}

/** What the command runs on. */
export interface Context {
  /** Absolute path of the repository whose descriptions are checked. */
  readonly root: string;
  /** The operation table that was generated from them. */
  readonly operations: OperationTable<Types>;
  /** `WIPSY_API_KEY` and `WIPSY_BASE_URL`. */
  readonly env: NodeJS.ProcessEnv;
  /** Pause after a call, in milliseconds. */
  readonly pause: number;
  /** Timeout of a call, in milliseconds. */
  readonly timeout: number;
}

/** `npm run check:live -- …args`. Returns the exit code. */
export async function checkLive(args: readonly string[], context: Context, terminal: Terminal): Promise<number> {
  const { root, env, pause, timeout, operations } = context;
  const { out } = terminal;
  return exitCodeOf(terminal, async () => {
    const { help, inferred, session: file } = parseArgs({ args: [...args], options }).values;
    if (help) {
      out(usage);
      return 0;
    }
    const apiKey = env.WIPSY_API_KEY;
    if (!apiKey) throw new Error("Set WIPSY_API_KEY to your API key first. Nothing was asked.");
    const session = file === undefined ? undefined : await readSession(file);
    const baseUrl = baseUrlOf(env.WIPSY_BASE_URL || operations.server, false);
    const reads = readsOnly(baseUrl, operations.rows);
    out(`Asking ${baseUrl}:\n`);
    const outcomes = await check(operations.rows, {
      ask: async (operation, input) => {
        out(`  ${operation.id} …\n`);
        const answer = await ask(reads, { apiKey, baseUrl, operations, timeout, deadline: timeout }, operation, input);
        await wait(pause);
        return answer;
      },
      compare: comparerOf(await bundledDescription(root)),
      session,
      inferred,
    });
    out(`\n${reportOf(outcomes)}\n`);
    return exitCode(outcomes);
  });
}
