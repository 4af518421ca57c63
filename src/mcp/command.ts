import { readFile } from "node:fs/promises";
import { type AccountOptions, openAccount } from "./account.ts";
import { type Permission, permissions } from "./permissions.ts";

/** The command's options, as its help explains them. */
export interface McpCommand {
  readonly session?: string;
  readonly allow?: string;
  readonly store?: string;
  readonly maxSends?: string;
  readonly inferred?: boolean;
  readonly http?: string;
}

/** Where the command writes: standard output belongs to the protocol. */
interface Terminal {
  readonly error: (text: string) => void;
}

/** The version of the SDK that this package is tested with. */
const sdk = "@modelcontextprotocol/server@2.4.0";

function wholeNumber(name: string, given: string, least: number, most: number): number {
  if (/^\d+$/.test(given) && Number(given) >= least && Number(given) <= most) return Number(given);
  throw new Error(`--${name} must be a whole number from ${least} to ${most}.`);
}

function allowed(given = ""): ReadonlySet<Permission> {
  const names = given.split(",").filter((name) => name !== "");
  const known = new Set<string>(permissions);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new Error(`--allow takes ${permissions.join(", ")}, not ${JSON.stringify(unknown)}.`);
  // The cast: all of them are known.
  return new Set(names as Permission[]);
}

/** The session in a file: the login's answer. */
async function sessionIn(file: string): Promise<object> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`--session ${file}: ${code ? `cannot be read (${code})` : "is not JSON"}.`);
  }
}

async function optionsOf(given: McpCommand): Promise<Omit<AccountOptions, "ending">> {
  const { session, allow, store = "wipsy.db", maxSends = "20", inferred = false } = given;
  return {
    apiKey: process.env.WIPSY_API_KEY || undefined,
    session: session === undefined ? undefined : await sessionIn(session),
    allow: allowed(allow),
    maxSends: wholeNumber("max-sends", maxSends, 1, 6000),
    ...{ store, inferred },
  };
}

/**
 * Loads what needs the SDK.
 *
 * @throws Error that says what to install
 */
async function loadSdk() {
  try {
    const [{ serverFor }, { serveHttp }, { serveStdio }] = await Promise.all([
      import("./server.ts"),
      import("./http.ts"),
      import("@modelcontextprotocol/server/stdio"),
    ]);
    return { serverFor, serveHttp, serveStdio };
  } catch (error) {
    if (!/MODULE_NOT_FOUND$/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    throw new Error(`This command needs a package that wipsy-client does not install. Run: npm install ${sdk}`);
  }
}

/**
 * Serves the account over MCP until the client leaves, or over HTTP until the server is closed.
 *
 * @param version the version of this package
 * @throws Error for an invalid option or session, missing credentials, a missing package, and a port that is in use
 */
export async function mcp(
  given: McpCommand,
  version: string,
  { error }: Terminal,
): Promise<{ close(): Promise<void> }> {
  const port = given.http === undefined ? undefined : wholeNumber("http", given.http, 0, 65_535);
  const options = await optionsOf(given);
  const { serverFor, serveHttp, serveStdio } = await loadSdk();
  const stop = new AbortController();
  const make = serverFor(openAccount({ ...options, ending: stop.signal }), version);
  if (port === undefined) {
    process.stdin.once("end", () => stop.abort());
    return serveStdio(make);
  }
  const listening = await serveHttp(make, port).catch((problem: NodeJS.ErrnoException) => {
    if (problem.code !== "EADDRINUSE") throw problem;
    throw new Error(`Port ${port} is in use: stop what uses it, or choose another one with --http.`);
  });
  error(`MCP server: ${listening.url}\nAuthorization: Bearer ${listening.token}\nCtrl-C stops it.\n`);
  return listening;
}
