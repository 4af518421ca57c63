#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { CommanderError } from "commander";
import { type Actions, addDeveloperCommands } from "../src/cli/develop.ts";
import { failureOf } from "../src/cli/failure.ts";
import type { MockCommand } from "../src/cli/mock/command.ts";
import { clientProgram, type Run, throwProblems } from "../src/cli/program.ts";
import { textsFor } from "../src/cli/texts/language.ts";
import type { McpCommand } from "../src/mcp/command.ts";
import type { CommandOptions } from "./commands/project.ts";
import { eachLine } from "./one-line.ts";
import { isUrl, shown } from "./openapi/read/error.ts";
import { messageOf, ownTerminal } from "./terminal.ts";

/** Packages that only these commands need, in versions that work together. */
const tools = {
  typescript: "5.9.3",
  "openapi-typescript": "7.13.0",
  "@redocly/openapi-core": "1.34.24",
  "api-smart-diff": "1.0.6",
};

async function ownVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  return String(version);
}

/** Quotes an argument for a shell. */
function quoted(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}

/** Returns the npx command that runs with these packages, without adding them to the project. */
async function withTools(args: readonly string[]): Promise<string> {
  // The alias keeps npx from using the project's own wipsy-client, which lacks these packages.
  const own = `--package client@npm:wipsy-client@${await ownVersion()}`;
  const packages = Object.entries(tools).map(([name, version]) => `--package ${name}@${version}`);
  const given = args.map((arg) => quoted(isUrl(arg) ? shown(arg) : arg));
  return ["npx --yes", own, ...packages, "-- wipsy-client", ...given].join(" ");
}

/**
 * Loads a module that needs these packages.
 *
 * @throws Error with the command to run instead, when a package is missing or unsuitable
 */
async function load<Module>(module: () => Promise<Module>): Promise<Module> {
  const refuse = async (reason: string): Promise<never> => {
    throw new Error(`${reason}\n\n  ${await withTools(args)}`);
  };
  try {
    // The cast: the project may have any version of this package.
    const { factory, version } = createRequire(import.meta.url)("typescript") as Record<string, unknown>;
    // TypeScript 7 exports nothing but its version.
    if (factory !== undefined) return await module();
    const install = `npm install --save-dev typescript@${tools.typescript}`;
    return refuse(`TypeScript ${version} has no compiler API, which openapi-typescript needs. Run ${install}, or:`);
  } catch (error) {
    if (!/MODULE_NOT_FOUND$/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    return refuse("This command needs packages that wipsy-client does not install. Run:");
  }
}

type DriftOptions = Partial<CommandOptions>;

/** The options of a command that were given, with the others as its code expects them. */
const chosen = ({ json = false, out, project, dryRun = false }: DriftOptions) => ({ json, out, project, dryRun });

const args = process.argv.slice(2);
const texts = textsFor(args, process.env);
let exitCode = 0;
const run: Run =
  (action) =>
  async (...given) => {
    exitCode = await action(...given);
  };

const actions: Actions = {
  async mock({ openapi, ...given }: Partial<MockCommand> & { openapi?: string }) {
    const { mock } = await import("../src/cli/mock/command.ts");
    const own = openapi && (await load(() => import("./commands/served.ts"))).served(openapi);
    await mock({ inferred: false, ...given }, ownTerminal, own ? await own : undefined);
    return 0;
  },
  async mcp(given: McpCommand) {
    const { mcp } = await import("../src/mcp/command.ts");
    await mcp(given, await ownVersion(), ownTerminal);
    return 0;
  },
  async "generate <source>"(source: string, options: DriftOptions) {
    const { generate } = await load(() => import("./commands/project.ts"));
    return generate(source, chosen(options), ownTerminal);
  },
  async "diff <old> <new>"(before: string, after: string, options: DriftOptions) {
    const { diff } = await load(() => import("./commands/project.ts"));
    return diff(before, after, chosen(options), ownTerminal);
  },
};

async function main(): Promise<number> {
  const program = clientProgram(texts, run).version(await ownVersion(), "--version", texts("option.version"));
  addDeveloperCommands(program, run, actions);
  throwProblems(program, texts);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    // It has printed the help or the version.
    if (error instanceof CommanderError) return error.exitCode;
    const { line, code } = failureOf(error, messageOf(error), texts, args.includes("--json"));
    ownTerminal.error(`${eachLine(line)}\n`);
    return code;
  }
  return exitCode;
}

process.exitCode = await main();
