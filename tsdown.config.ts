import { fileURLToPath } from "node:url";
import { defineConfig, type Rolldown, type UserConfig } from "tsdown";
import { undoInterrupted } from "./scripts/replace-files.ts";

// Otherwise a run of `npm run generate` that was killed while it wrote would be built half old, half new.
await undoInterrupted(fileURLToPath(new URL(".", import.meta.url)));

/** The bundler prints a doc comment behind the field before it, where no editor looks for it. */
const commentsOnTheirOwnLines: Rolldown.Plugin = {
  name: "comments-on-their-own-lines",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === "chunk" && /\.d\.c?ts$/.test(chunk.fileName))
        chunk.code = chunk.code.replace(/^( *)(.*;) (?=\/\*\*)/gm, "$1$2\n$1");
    }
  },
};

const stores = ["stores/memory", "stores/sqlite", "stores/postgres", "stores/redis"];

const common = {
  entry: {
    ...{ index: "src/index.ts", feed: "src/feed/index.ts", raw: "src/raw/index.ts", testing: "src/testing/index.ts" },
    campaign: "src/campaign/index.ts",
    ...Object.fromEntries(stores.map((name) => [name, `src/${name}.ts`])),
    ...{ bullmq: "src/queues/bullmq.ts", "pg-boss": "src/queues/pg-boss.ts" },
  },
  platform: "neutral",
  target: "es2022",
  dts: true,
  fixedExtension: false,
  clean: false,
  // Not `plugins`: those do not see the declarations of the CommonJS build.
  // Editors show those of the declarations.
  outputOptions: (options) => ({ ...options, comments: { jsdoc: false } }),
  inputOptions: (options) => ({ ...options, plugins: [options.plugins, commentsOnTheirOwnLines] }),
  // One file to load, where a package would have to be looked for first; and nothing for npm to install beside it.
  deps: { alwaysBundle: ["openapi-fetch"], onlyBundle: ["openapi-fetch", "openapi-typescript-helpers"] },
} satisfies UserConfig;

export default defineConfig([
  { ...common, format: "esm" },
  // The packages that generate and diff import are not bundled: package.json names them as optional peers.
  {
    ...{ ...common, entry: { cli: "scripts/cli.ts" }, platform: "node", format: "esm", dts: false, minify: true },
    deps: { onlyBundle: ["commander", "csv-parse", "csv-stringify"] },
    // Read when a browser asks for it.
    copy: "src/cli/mock/page",
  },
  { ...common, format: "cjs" },
]);
