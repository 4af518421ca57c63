#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parsed } from "./arguments.ts";
import { isUrl, shown } from "./openapi/read/error.ts";
import { exitCodeOf, ownTerminal } from "./terminal.ts";

const exitCodes = `Exit codes: 0 nothing breaks, or with --project your code still compiles
            3 something breaks, or with --project your code no longer compiles
            1 the command failed and wrote nothing`;

/** The help of each command. */
const helps = {
  generate: `wipsy-client generate <file or URL> [options]

Writes the operations of your OpenAPI description into your project, for new Wipsy({ operations }).
Later runs report what changed since the last one.

  --out <folder>              where to write; default: src/wipsy
  --project <tsconfig.json>   list the places in that project that no longer compile
  --dry-run                   report, but write nothing
  --json                      write the report as JSON

${exitCodes}`,
  diff: `wipsy-client diff <old> <new> [options]

Reports what changed between two OpenAPI descriptions, each a file or a URL. Writes no files.

  --project <tsconfig.json>   list the places in that project that no longer compile
  --out <folder>              the generated files of that project; default: src/wipsy
  --json                      write the report as JSON

${exitCodes}`,
};

const usage = `wipsy-client generate <file or URL>   write the operations of your OpenAPI description into your project
wipsy-client diff <old> <new>         report what changed between two descriptions
wipsy-client mock                     serve a stateful mock of the Wipsy API, with a web page
wipsy-client watch --session <file>   print an agent's messages as they arrive
wipsy-client mcp                      serve the account to an AI assistant
wipsy-client <command> --help         the options of a command
wipsy-client --version`;

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
async function load<Module>(args: readonly string[], module: () => Promise<Module>): Promise<Module> {
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

const flag = { type: "boolean", default: false } as const;
const text = { type: "string" } as const;
const options = {
  ...{ help: flag, version: flag, json: flag, "dry-run": flag },
  ...{ out: text, project: text },
};

const mockOptions = {
  ...{ help: flag, inferred: flag, port: { ...text, short: "p" } },
  ...{ host: text, seed: text, traffic: text, openapi: text },
};

/** Prints an agent's messages until the process is stopped. */
async function watchFeed(args: readonly string[]): Promise<void> {
  const { watch, watchHelp } = await import("../src/cli/watch/command.ts");
  const watchOptions = { help: flag, mock: flag, session: text, rate: text, for: text };
  const { help, ...values } = parsed({ args: args.slice(1), options: watchOptions }).values;
  if (help) return ownTerminal.out(`${watchHelp}\n`);
  await watch(values);
}

/** Serves the mock until the process is stopped. */
async function serveMock(args: readonly string[]): Promise<void> {
  const { mock, mockHelp } = await import("../src/cli/mock/command.ts");
  const { openapi, help, ...values } = parsed({ args: args.slice(1), options: mockOptions }).values;
  if (help) return ownTerminal.out(`${mockHelp}\n`);
  const own = openapi && (await load(args, () => import("./commands/served.ts"))).served(openapi);
  await mock(values, ownTerminal, own ? await own : undefined);
}

/** Serves the account over MCP until the client leaves. */
async function serveMcp(args: readonly string[]): Promise<void> {
  const { mcp, mcpHelp } = await import("../src/mcp/command.ts");
  const mcpOptions = {
    help: flag,
    inferred: flag,
    session: text,
    allow: text,
    store: text,
    "max-sends": text,
    http: text,
  };
  const { help, ...values } = parsed({ args: args.slice(1), options: mcpOptions }).values;
  if (help) return ownTerminal.out(`${mcpHelp}\n`);
  await mcp(values, await ownVersion(), ownTerminal);
}

async function main(args: readonly string[]): Promise<number> {
  const own = new Map(Object.entries({ mock: serveMock, watch: watchFeed, mcp: serveMcp })).get(args[0] ?? "");
  if (own) return own(args).then(() => 0);
  const { values, positionals } = parsed({ args: [...args], options, allowPositionals: true });
  const [command = "", first = "", second = ""] = positionals;
  const isKnown = command === "generate" || command === "diff";
  const help = isKnown ? helps[command] : usage;
  if (values.version || values.help) {
    ownTerminal.out(`${values.version ? await ownVersion() : help}\n`);
    return 0;
  }
  if (command !== "" && !isKnown)
    throw new Error(`unknown command ${JSON.stringify(command)}; valid commands: generate, diff, mcp, mock, watch`);
  if (positionals.length !== (command === "diff" ? 3 : 2) || !isKnown) throw new Error(help);
  const { diff, generate } = await load(args, () => import("./commands/project.ts"));
  const { json, out, project, "dry-run": dryRun } = values;
  const chosen = { json, out, project, dryRun };
  return command === "diff" ? diff(first, second, chosen, ownTerminal) : generate(first, chosen, ownTerminal);
}

process.exitCode = await exitCodeOf(ownTerminal, () => main(process.argv.slice(2)));
