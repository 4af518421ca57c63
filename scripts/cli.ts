#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { isUrl, shown } from "./openapi/read/error.ts";
import { exitCodeOf, ownTerminal } from "./terminal.ts";

const usage = `wipsy-client generate <file or URL> [--out src/wipsy]   writes the operations of your own description into your project,
                                                        for new Wipsy({ operations }); reports what changed since last time
wipsy-client diff <old> <new>                           reports what changed between two descriptions

  --project <tsconfig.json>   says which of that project's code no longer compiles
  --out <folder>              where the generated files are: src/wipsy; diff finds them in the project by itself
  --json                      reports for machines

Exits with 0 when nothing breaks, with 3 when something does, with 1 when it failed; then nothing was written.`;

/** What the generator needs and the client does not, in versions that are known to work together. */
const tools = [
  "typescript@5.9.3",
  "openapi-typescript@7.13.0",
  "@redocly/openapi-core@1.34.24",
  "api-smart-diff@1.0.6",
];

/** An argument as a shell takes it. */
function quoted(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}

/** The command that brings along what is missing, without a change to the project. */
async function withTools(args: readonly string[]): Promise<string> {
  const own = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  // By another name: one that the project has already would be run from there, where the others are not.
  const packages = [`client@npm:wipsy-client@${own.version}`, ...tools].map((name) => `--package ${name}`);
  return `npx --yes ${packages.join(" ")} -- wipsy-client ${args.map((arg) => quoted(isUrl(arg) ? shown(arg) : arg)).join(" ")}`;
}

/**
 * Whether TypeScript is there without the compiler's functions: version 7 exports nothing but its version. What is built
 * upon them fails as it is loaded.
 */
function isBareTypeScript(): boolean {
  // The cast: it is whatever the project has under this name.
  const { factory } = createRequire(import.meta.url)("typescript") as { factory?: unknown };
  return factory === undefined;
}

/** The commands. They are loaded when what they need is known to be there. */
async function commandsFor(args: readonly string[]): Promise<typeof import("./commands/project.ts")> {
  const refuse = async (reason: string): Promise<never> => {
    throw new Error(`${reason} Run:\n\n  ${await withTools(args)}`);
  };
  try {
    if (!isBareTypeScript()) return await import("./commands/project.ts");
  } catch (error) {
    if (!/MODULE_NOT_FOUND$/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    return refuse("This needs packages that wipsy-client does not install by itself.");
  }
  return refuse("This needs functions of the compiler that the TypeScript of this project does not have.");
}

const options = {
  help: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  out: { type: "string" },
  project: { type: "string" },
} as const;

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [command, first, second, ...others] = positionals;
  const isGenerate = command === "generate" && first !== undefined && second === undefined;
  const isDiff = command === "diff" && first !== undefined && second !== undefined && others.length === 0;
  if (values.help) {
    ownTerminal.out(`${usage}\n`);
    return 0;
  }
  if (!isGenerate && !isDiff) throw new Error(usage);
  const { diff, generate } = await commandsFor(args);
  const { json, out, project } = values;
  const chosen = { json, out, project };
  return isDiff ? diff(first, second, chosen, ownTerminal) : generate(first ?? "", chosen, ownTerminal);
}

process.exitCode = await exitCodeOf(ownTerminal, () => main(process.argv.slice(2)));
