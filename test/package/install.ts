import { execFile } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const consumers = fileURLToPath(new URL("consumers", import.meta.url));
const modules = join(root, "node_modules");

/** The output of the consumers' programs, from the mock's answers. */
export const printed = {
  accepted: [true, true, true],
  contacts: 2,
  name: "Ana",
  agentChats: 2,
  refused: "to",
  events: ["new", "new"],
  raw: true,
  mocked: 1,
  stores: Array(4).fill("function"),
  campaign: ["accepted"],
  queues: Array(2).fill("function"),
  replayed: true,
};

/** attw's `node10` ignores `exports`: there, only the first entry point is found (see README). */
export const attwOptions = ["--no-definitely-typed", "--profile", "node16"];

/** The packed package. */
export interface Packed {
  /** The folder where it is installed, beside the consumers. */
  readonly directory: string;
  readonly tarball: string;
  /** Names of the files in the tarball. */
  readonly files: string[];
  /** The size of these files, in bytes. */
  readonly unpackedSize: number;
}

/** The packed package, and programs that use it. */
export interface Installed extends Packed {
  /** Type-checks and compiles a consumer into `out`. Returns the compiler's output, or fails with it. */
  compile(consumer: string, ...options: string[]): Promise<string>;
  /** The output of a program, as parsed JSON, with the API at `url`. */
  print(program: string, url: string): Promise<unknown>;
  /** The output of a tool of this repository; fails if its exit code is not 0. */
  tool(name: string, args: string[]): Promise<string>;
}

/** Builds and packs the repository, and installs it beside copies of the consumers in `directory`. */
export async function packAndInstall(directory: string): Promise<Installed> {
  const pack = ["pack", "--json", "--foreground-scripts=false", "--pack-destination", directory];
  const { stdout } = await run("npm", pack, { cwd: root });
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[]; unpackedSize: number }[];
  if (packed === undefined) throw new Error("npm packed nothing");
  const tarball = join(directory, packed.filename);

  // Node and TypeScript look for packages in the directories above, so one installation serves all consumers.
  await cp(consumers, directory, { recursive: true });
  await writeFile(join(directory, "package.json"), '{ "private": true }');
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", tarball], { cwd: directory });

  const files = packed.files.map((file) => file.path);
  return installed({ directory, tarball, files, unpackedSize: packed.unpackedSize });
}

/** Operations on an installed package. */
export function installed(packed: Packed): Installed {
  const { directory } = packed;
  return {
    ...packed,
    async compile(consumer, ...options) {
      const compiler = join(modules, "typescript/bin/tsc");
      const args = [compiler, "-p", consumer, "--typeRoots", join(modules, "@types"), ...options];
      const { stdout } = await run(process.execPath, args, { cwd: directory }).catch((error: { stdout?: string }) => {
        throw new Error(error.stdout, { cause: error });
      });
      return stdout;
    },
    async print(program, url) {
      const env = { PATH: process.env.PATH, WIPSY_API_KEY: "wipsy-key", WIPSY_BASE_URL: url };
      const { stdout } = await run(process.execPath, [program], { cwd: directory, env });
      return JSON.parse(stdout);
    },
    async tool(name, args) {
      const { stdout } = await run(join(modules, ".bin", name), args, { cwd: directory });
      return stdout;
    },
  };
}
