/** What a user needs, and so what is packed: each name with what fits it. */
const packed: readonly (readonly [name: string, pattern: RegExp])[] = [
  ...["package.json", "LICENSE", "API.md", "CHANGELOG.md", "README.md", "README.es.md"],
  ...["openapi/wipsy.yaml", "dist/cli.js"],
  ...["index", "feed", "raw"].flatMap((entry) =>
    [".js", ".cjs", ".d.ts", ".d.cts"].map((end) => `dist/${entry}${end}`),
  ),
]
  .map((name) => [name, new RegExp(`^${name.replaceAll(".", "\\.")}$`)] as const)
  // The second part of the command is named after its content.
  .concat([["dist/project-….js", /^dist\/project-[\w-]+\.js$/]]);

/** What entry points share, named after its content. */
const shared = /^dist\/[a-z]+-[\w-]{8}\.(js|cjs|d\.ts|d\.cts)$/;

/** There until a description of the vendor's own replaces it. */
const inferred = /^openapi\/inferred\.yaml$/;

/** What is packed and should not be, and what is missing; a line each. */
export function missesOfFiles(files: readonly string[]): string[] {
  const known = [inferred, shared, ...packed.map(([, pattern]) => pattern)];
  const extra = files.filter((file) => !known.some((pattern) => pattern.test(file)));
  const missing = packed.filter(([, pattern]) => !files.some((file) => pattern.test(file)));
  return [
    ...extra.map((file) => `${file} is packed, and no user needs it: see "files" in package.json`),
    ...missing.map(([name]) => `${name} is not packed`),
  ];
}
