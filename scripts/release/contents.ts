/** What a user needs, and so all that is packed. The command's other parts have names that follow from their content. */
const packed: readonly (readonly [name: string, pattern: RegExp])[] = [
  ...["package.json", "LICENSE", "CHANGELOG.md", "README.md", "README.es.md", "openapi/wipsy.yaml"],
  ...[
    "index.js",
    "index.js.map",
    "index.cjs",
    "index.cjs.map",
    "index.d.ts",
    "index.d.cts",
    "cli.js",
    "cli.js.map",
  ].map((name) => `dist/${name}`),
]
  .map((name) => [name, new RegExp(`^${name.replaceAll(".", "\\.")}$`)] as const)
  .concat([
    ["dist/commands-….js", /^dist\/commands-[\w-]+\.js$/],
    ["dist/commands-….js.map", /^dist\/commands-[\w-]+\.js\.map$/],
    ["dist/terminal-….js", /^dist\/terminal-[\w-]+\.js$/],
    ["dist/terminal-….js.map", /^dist\/terminal-[\w-]+\.js\.map$/],
  ]);

/** There until a description of the vendor's own replaces it. */
const optional = /^openapi\/inferred\.yaml$/;

/** What is packed and should not be, and what is missing; a line each. */
export function missesOfFiles(files: readonly string[]): string[] {
  const extra = files.filter((file) => !optional.test(file) && !packed.some(([, pattern]) => pattern.test(file)));
  const missing = packed.filter(([, pattern]) => !files.some((file) => pattern.test(file)));
  return [
    ...extra.map((file) => `${file} is packed, and no user needs it: see "files" in package.json`),
    ...missing.map(([name]) => `${name} is not packed`),
  ];
}

/** A source map without what it maps to leads nowhere: the sources are not packed. */
export function missesOfSourceMap(file: string, text: string): string[] {
  const { sources, sourcesContent }: { sources?: unknown; sourcesContent?: unknown } = JSON.parse(text);
  const names = Array.isArray(sources) ? sources : [];
  const contents = Array.isArray(sourcesContent) ? sourcesContent : [];
  const isWhole = names.length > 0 && names.every((_, index) => typeof contents[index] === "string");
  return isWhole ? [] : [`${file} does not hold the sources it maps to`];
}
