#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
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
  "yaml@2.8.1",
  "api-smart-diff@1.0.6",
];

/** An argument as a shell takes it. */
function quoted(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}

/** The command that brings along what is missing, without a change to the project. */
async function withTools(args: readonly string[]): Promise<string> {
  const own = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  const packages = [`wipsy-client@${own.version}`, ...tools].map((name) => `--package ${name}`);
  return `npx --yes ${packages.join(" ")} -- wipsy-client ${args.map(quoted).join(" ")}`;
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
  const { diff, generate } = await import("./cli/commands.ts").catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    const reason = "This needs packages that wipsy-client does not install by itself. Run:";
    throw new Error(`${reason}\n\n  ${await withTools(args)}`);
  });
  const { json, out, project } = values;
  const chosen = { json, out, project };
  return isDiff ? diff(first, second, chosen, ownTerminal) : generate(first ?? "", chosen, ownTerminal);
}

process.exitCode = await exitCodeOf(ownTerminal, () => main(process.argv.slice(2)));
