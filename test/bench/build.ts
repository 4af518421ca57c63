import { execFile } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build, type Plugin } from "esbuild";

const run = promisify(execFile);

/** This folder. */
export const here = fileURLToPath(new URL("./", import.meta.url));
export const root = fileURLToPath(new URL("../../", import.meta.url));
/** Where everything is put that is made for a run. */
export const made = `${here}.build/`;

/** What the package installs, as it is built: not the sources that tsconfig.json names in its place. */
export function fromDist(external: boolean): Plugin {
  return {
    name: "dist",
    setup: ({ onResolve }) =>
      onResolve({ filter: /^wipsy-client(\/|$)/ }, ({ path: name }) => {
        const file = `${root}dist/${name.slice("wipsy-client/".length) || "index"}.js`;
        return { path: external ? pathToFileURL(file).href : file, external };
      }),
  };
}

const common = { bundle: true, format: "esm", target: "node20", platform: "node", logLevel: "error" } as const;

/** Writes hey-api's client, and the programs that are measured as JavaScript: no loader stands between them and Node. */
export async function buildAll(): Promise<void> {
  const generator = `${here}node_modules/.bin/openapi-ts`;
  await run(generator, ["-i", `${root}openapi/wipsy.yaml`, "-o", `${made}hey-api`], { cwd: here });
  await run(process.execPath, [`${here}node_modules/typescript/bin/tsc`, "-p", here]).catch(
    (error: { stdout: string }) => {
      throw new Error(error.stdout);
    },
  );
  await build({
    ...common,
    entryPoints: ["server", "timings", "growth", "growth-server", "keyed", "heap", "profile"].map(
      (name) => `${here}${name}.ts`,
    ),
    outdir: made,
    packages: "external",
    plugins: [fromDist(true)],
  });
  await build({ ...common, entryPoints: [`${made}hey-api/index.ts`], outfile: `${made}hey-api.js` });
}
