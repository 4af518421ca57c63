/** The files to pack: each name with its pattern. */
const packed: readonly (readonly [name: string, pattern: RegExp])[] = [
  ...["package.json", "LICENSE", "API.md", "CHANGELOG.md", "README.md", "README.es.md"],
  ...["openapi/wipsy.yaml", "sql/postgres.sql", "dist/cli.js"],
  ...["index.html", "page.css", "page.js"].map((name) => `dist/page/${name}`),
  ...[
    ...["index", "feed", "raw", "campaign", "testing", "bullmq", "pg-boss"],
    ...["stores/memory", "stores/sqlite", "stores/postgres", "stores/redis"],
  ].flatMap((entry) => [".js", ".cjs", ".d.ts", ".d.cts"].map((end) => `dist/${entry}${end}`)),
]
  .map((name) => [name, new RegExp(`^${name.replaceAll(".", "\\.")}$`)] as const)
  // The bundler adds a hash to the name.
  .concat([["dist/project-….js", /^dist\/project-[\w-]+\.js$/]]);

/** Chunks that entry points share, with a hash in their names. */
const shared = /^dist\/[a-z0-9-]+-[\w-]{8}\.(js|cjs|d\.ts|d\.cts)$/;

/** Packed until the vendor's own description replaces it. */
const inferred = /^openapi\/inferred\.yaml$/;

/** Files that are packed by mistake or missing, one line each. */
export function missesOfFiles(files: readonly string[]): string[] {
  const known = [inferred, shared, ...packed.map(([, pattern]) => pattern)];
  const extra = files.filter((file) => !known.some((pattern) => pattern.test(file)));
  const missing = packed.filter(([, pattern]) => !files.some((file) => pattern.test(file)));
  return [
    ...extra.map((file) => `${file} is packed by mistake: check "files" in package.json`),
    ...missing.map(([name]) => `${name} is missing from the package`),
  ];
}
