import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { root } from "../support/run.ts";

const entry = (name: string) => ({ [name]: join(root, "test/runtimes/entries", `${name}.ts`) });

/**
 * Writes the programs for the runtimes into `folder`, where the package is installed: some import it, others are
 * bundled with it.
 */
export async function bundle(folder: string): Promise<void> {
  const common = {
    bundle: true,
    format: "esm",
    target: "es2022",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    // The repository's tsconfig would resolve to its sources instead of the installed package.
    tsconfigRaw: {},
  } satisfies BuildOptions;
  await build({
    ...common,
    entryPoints: {
      ...entry("program"),
      ...entry("fetch"),
      ...entry("deno-without-idle"),
      ...entry("http2"),
      ...entry("proxied"),
    },
    packages: "external",
  });
  await build({
    ...common,
    entryPoints: { ...entry("worker"), ...entry("page") },
    alias: {
      "wipsy-client/feed": join(folder, "node_modules/wipsy-client/dist/feed.js"),
      "wipsy-client/campaign": join(folder, "node_modules/wipsy-client/dist/campaign.js"),
      "wipsy-client/raw": join(folder, "node_modules/wipsy-client/dist/raw.js"),
      "wipsy-client/testing": join(folder, "node_modules/wipsy-client/dist/testing.js"),
      "wipsy-client/stores/memory": join(folder, "node_modules/wipsy-client/dist/stores/memory.js"),
      "wipsy-client/stores/sqlite": join(folder, "node_modules/wipsy-client/dist/stores/sqlite.js"),
      "wipsy-client": join(folder, "node_modules/wipsy-client"),
    },
  });
}
