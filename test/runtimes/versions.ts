import { arch } from "node:process";

/** The processors for which the runtimes are available. */
type Arch = "x64" | "arm64";

/** A program in an npm package, ready to run. */
export interface Pinned {
  /** Package and exact version, for each kind of processor; all for Linux. */
  readonly packages: Readonly<Record<Arch, string>>;
  /** The path of the program in the package. */
  readonly program: string;
}

const both = (name: (arch: Arch) => string, program: string): Pinned => ({
  packages: { x64: name("x64"), arm64: name("arm64") },
  program,
});

const node = (version: string) => both((arch) => `node-linux-${arch}@${version}`, "bin/node");

/** The runtimes of `npm run test:runtimes`, besides the machine's Chromium. */
export const pinned = {
  "Node 20": node("20.20.2"),
  "Node 22": node("22.23.3"),
  "Node 24": node("24.21.0"),
  "Node 26": node("26.10.0"),
  Bun: both((arch) => `@oven/bun-linux-${arch === "x64" ? "x64" : "aarch64"}@1.4.5`, "bin/bun"),
  // 2.9.5 repeats a request even if a new connection was closed.
  Deno: both((arch) => `@deno/linux-${arch}-glibc@2.9.6`, "deno"),
  workerd: both((arch) => `@cloudflare/workerd-linux-${arch === "x64" ? "64" : "arm64"}@1.20261117.1`, "bin/workerd"),
} as const satisfies Record<string, Pinned>;

/** The compilers that `npm run release:check` checks the shipped types with, besides the repository's own. */
export const compilers = {
  "TypeScript 6": both(() => "typescript@6.0.3", "bin/tsc"),
  "TypeScript 7": both(() => "typescript@7.0.2", "bin/tsc"),
} as const satisfies Record<string, Pinned>;

/** The package and version of a program for this machine; `undefined` if there is no such package. */
export function packageOf({ packages }: Pinned): string | undefined {
  return process.platform === "linux" && arch in packages ? packages[arch as Arch] : undefined;
}
