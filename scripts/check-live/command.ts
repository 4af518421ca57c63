import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { baseUrlOf } from "../../src/call/client.ts";
import type { AgentSession, OperationTable, Types } from "../../src/index.ts";
import { parsed } from "../arguments.ts";
import { bundledDescription } from "../openapi/bundled.ts";
import { isObject } from "../openapi/walk.ts";
import { exitCodeOf, type Terminal } from "../terminal.ts";
import { ask, readsOnly } from "./ask.ts";
import { check, exitCode } from "./check.ts";
import { comparerOf } from "./compare.ts";
import { reportOf } from "./report.ts";

const usage = `Usage: WIPSY_API_KEY=… npm run check:live -- [--session <file>] [--inferred]

Reads a few chats, contacts and messages from the live service and reports where responses differ from the description.
Sends no message and changes nothing. Set WIPSY_BASE_URL to check another server.

  --session <file>   also check what agents read, with the agent session in this JSON file
  --inferred         also check inferred operations

The report shows field names, types, counts and new enum values, but no other data.
Exit codes: 0 no differences, 3 differences, 1 not everything could be checked
`;

const options = {
  session: { type: "string" },
  inferred: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** @throws Error that shows nothing from the file */
async function readSession(file: string): Promise<AgentSession> {
  const json: unknown = await readFile(file, "utf8")
    .then(JSON.parse)
    .catch(() => undefined);
  const { agent, session } = Object(json) as Partial<AgentSession>;
  // The cast: the server checks the rest.
  if (isObject(agent) && typeof session?.token === "string") return json as AgentSession;
  throw new Error(`--session: ${file} must contain an agent session: { agent, permissions, session: { token } }`);
}

/** What the command depends on. */
export interface Context {
  /** Absolute path of the repository with the descriptions. */
  readonly root: string;
  /** The operation table generated from them. */
  readonly operations: OperationTable<Types>;
  /** `WIPSY_API_KEY` and `WIPSY_BASE_URL`. */
  readonly env: NodeJS.ProcessEnv;
  /** Pause after each call, in milliseconds. */
  readonly pause: number;
  /** Timeout of a call, in milliseconds. */
  readonly timeout: number;
}

/** `npm run check:live -- …args`. Returns the exit code. */
export async function checkLive(args: readonly string[], context: Context, terminal: Terminal): Promise<number> {
  const { root, env, pause, timeout, operations } = context;
  const { out } = terminal;
  return exitCodeOf(terminal, async () => {
    const { help, inferred, session: file } = parsed({ args: [...args], options }).values;
    if (help) {
      out(usage);
      return 0;
    }
    const apiKey = env.WIPSY_API_KEY;
    if (!apiKey) throw new Error("WIPSY_API_KEY is not set, so no request was sent. Set it to your API key.");
    const session = file === undefined ? undefined : await readSession(file);
    const baseUrl = baseUrlOf(env.WIPSY_BASE_URL || operations.server, false);
    const reads = readsOnly(baseUrl, operations.rows);
    out(`Calling ${baseUrl}:\n`);
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
