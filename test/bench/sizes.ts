import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { fromDist, here } from "./build.ts";

interface Imported {
  readonly code: string;
  /** @default "browser" */
  readonly platform?: "node" | "browser";
}

/** What a user imports. Node's own clients are bundled for Node, the others for a browser. */
const imports: Readonly<Record<string, Imported>> = {
  "wipsy-client, everything": { code: 'export * from "wipsy-client";' },
  "wipsy-client": { code: 'export { Wipsy } from "wipsy-client";' },
  "openapi-fetch": { code: 'export { default } from "openapi-fetch";' },
  "hey-api": {
    code: 'export { createClient } from "./.build/hey-api/client"; export * from "./.build/hey-api/sdk.gen";',
  },
  ky: { code: 'export { default } from "ky";' },
  axios: { code: 'export { default } from "axios";' },
  ofetch: { code: 'export { ofetch } from "ofetch";' },
  got: { code: 'export { default } from "got";', platform: "node" },
  "openai-node": { code: 'export { default } from "openai";' },
  "undici Pool": { code: 'export { Pool } from "undici";', platform: "node" },
};

async function sizeOf(contents: string, platform: "node" | "browser"): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here },
    plugins: [fromDist(false)],
    platform,
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
  return outputFiles.reduce((sum, { contents: code }) => sum + gzipSync(code, { level: 9 }).length, 0);
}

/** Bytes of each, bundled and minified by esbuild, gzipped. */
export async function bundleSizes(): Promise<Record<string, number>> {
  const sizes = Object.entries(imports).map(
    async ([name, { code, platform = "browser" }]) => [name, await sizeOf(code, platform)] as const,
  );
  return Object.fromEntries(await Promise.all(sizes));
}
