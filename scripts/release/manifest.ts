/** The parts of a package.json that a release depends on. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly description?: string;
  readonly sideEffects?: unknown;
  readonly engines?: { readonly node?: string };
  readonly exports?: unknown;
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean };
  readonly repository?: unknown;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A version as Semantic Versioning has it: no leading zeros, perhaps a pre-release part. */
const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[\da-z-]+(\.[\da-z-]+)*)?$/i;

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** One condition of an entry point: its types come first, because the first condition that matches is taken. */
function missesOfCondition(conditions: unknown, place: string, files: readonly string[]): string[] {
  const entry = record(conditions);
  const wrong = ["types", "default"].flatMap((name) => {
    const file = entry[name];
    if (typeof file !== "string") return [`${place} has no ${name}: add it`];
    const isThere = files.includes(file.replace("./", ""));
    return isThere ? [] : [`${place}.${name} names ${file}, which is not packed`];
  });
  const isFirst = Object.keys(entry)[0] === "types";
  return isFirst || wrong.length > 0 ? wrong : [`${place}: types must stand first`];
}

/** Every entry point, for `import` and for `require`. */
function missesOfExports(manifest: Manifest, files: readonly string[]): string[] {
  const entries = Object.entries({ ".": undefined, ...record(manifest.exports) });
  return entries
    .filter(([name]) => name !== "./package.json")
    .flatMap(([name, entry]) =>
      ["import", "require"].flatMap((condition) =>
        missesOfCondition(record(entry)[condition], `exports["${name}"].${condition}`, files),
      ),
    );
}

/** npm shows where a package was built only when this names the repository that built it. */
function missesOfRepository({ repository }: Manifest): string[] {
  const url = typeof repository === "string" ? repository : record(repository).url;
  const isUrl = typeof url === "string" && /^(git\+)?https:\/\/[^/\s]+\/\S+$/.test(url);
  if (isUrl) return [];
  return ['repository: set it to { "type": "git", "url": "git+https://…" }: npm needs it for provenance'];
}

const installScripts = ["preinstall", "install", "postinstall", "prepare"];

/** What keeps a package from being published, a line each. `files`: the names of those that are packed. */
export function missesOfManifest(manifest: Manifest, files: readonly string[]): string[] {
  const required: readonly [boolean, string][] = [
    [semver.test(manifest.version ?? ""), `version: ${manifest.version} is none of Semantic Versioning`],
    [manifest.private !== true, "private: true keeps the package from being published"],
    [(manifest.license ?? "") !== "", "license: name it"],
    [(manifest.description ?? "") !== "", "description: write it"],
    [manifest.sideEffects === false, "sideEffects: must be false, for bundlers to leave out what is not used"],
    [(manifest.engines?.node ?? "") !== "", "engines.node: name the oldest Node"],
    [
      files.includes(manifest.bin?.["wipsy-client"]?.replace("./", "") ?? ""),
      "bin: wipsy-client must name a packed file",
    ],
    [
      installScripts.every((name) => manifest.scripts?.[name] === undefined),
      "scripts: nothing may run on installing it",
    ],
    [manifest.publishConfig?.access === "public", 'publishConfig.access: must be "public"'],
    [manifest.publishConfig?.provenance === true, "publishConfig.provenance: must be true"],
  ];
  const ranges = Object.entries(manifest.dependencies ?? {}).filter(([, version]) => !semver.test(version));
  return [
    ...required.flatMap(([isMet, miss]) => (isMet ? [] : [miss])),
    ...missesOfRepository(manifest),
    ...missesOfExports(manifest, files),
    ...ranges.map(([name, version]) => `dependencies.${name}: ${version} is no exact version`),
  ];
}
