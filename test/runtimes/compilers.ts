import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../support/run.ts";
import { type Found, install } from "./install.ts";
import { compilers } from "./versions.ts";

const run = promisify(execFile);

/** The maximum duration of one compilation, in milliseconds: far above the usual one. */
const patience = 90_000;

/** The consumers that are TypeScript: for nodenext, ESM and CommonJS, and for a bundler. */
export const consumers = ["ts-nodenext", "ts-bundler"];

/** The compiler's output for the consumers in `folder`, or why the compiler is missing. */
export interface Compiled {
  readonly name: string;
  readonly misses?: readonly string[];
  readonly missing?: string;
}

async function compile(program: string, folder: string, consumer: string): Promise<string[]> {
  const args = [program, "-p", consumer, "--noEmit", "--typeRoots", join(root, "node_modules/@types")];
  try {
    await run(process.execPath, args, { cwd: folder, timeout: patience, killSignal: "SIGKILL" });
    return [];
  } catch (error) {
    const { stdout = "", message } = error as { stdout?: string; message: string };
    return (stdout || message).trim().split("\n");
  }
}

/** Checks the types of the package that is installed in `folder`, beside the consumers, under TypeScript 5.9, 6 and 7. */
export async function compileAll(folder: string): Promise<Compiled[]> {
  const found: [string, Found][] = [["TypeScript 5.9", { program: join(root, "node_modules/typescript/bin/tsc") }]];
  for (const [name, pinned] of Object.entries(compilers)) found.push([name, await install(name, pinned)]);
  const all: Compiled[] = [];
  for (const [name, where] of found) {
    if ("missing" in where) {
      all.push({ name, missing: where.missing });
      continue;
    }
    const misses: string[] = [];
    for (const consumer of consumers) misses.push(...(await compile(where.program, folder, consumer)));
    all.push({ name, misses });
  }
  return all;
}
