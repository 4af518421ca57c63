/** A package.json. */
export type Manifest = Readonly<Record<string, unknown>>;

/** A semantic version, perhaps with a pre-release part. */
const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[\da-z-]+(\.[\da-z-]+)*)?$/i;

const part = (value: unknown): Manifest => Object(value);
const isText = (value: unknown) => typeof value === "string" && value !== "";

/** Entry points without types for `import` or `require`. publint checks that their files exist. */
function missesOfExports({ exports }: Manifest): string[] {
  const entries = Object.entries({ ".": undefined, ...part(exports) }).filter(([name]) => name !== "./package.json");
  return entries.flatMap(([name, entry]) => {
    const untyped = ["import", "require"].filter((condition) => !isText(part(part(entry)[condition]).types));
    return untyped.map((condition) => `exports["${name}"].${condition} has no types: add them`);
  });
}

/** The reasons not to publish a package, one line each. `files`: the names of the packed files. */
export function missesOfManifest(manifest: Manifest, files: readonly string[]): string[] {
  const { version, repository } = manifest;
  const { access, provenance } = part(manifest.publishConfig);
  const url = typeof repository === "string" ? repository : part(repository).url;
  const command = String(part(manifest.bin)["wipsy-client"]).replace("./", "");
  const onInstall = ["preinstall", "install", "postinstall", "prepare"];
  const required: readonly [boolean, string][] = [
    [semver.test(String(version)), `version: ${version} is not a version of Semantic Versioning`],
    [manifest.private !== true, "private: true keeps the package from being published"],
    [isText(manifest.license), "license: name it"],
    [isText(manifest.description), "description: write it"],
    [manifest.sideEffects === false, "sideEffects: must be false, so that bundlers drop unused code"],
    [isText(part(manifest.engines).node), "engines.node: name the oldest Node"],
    [files.includes(command), "bin: wipsy-client must name a packed file"],
    [!onInstall.some((name) => name in part(manifest.scripts)), "scripts: nothing may run at installation"],
    [access === "public", 'publishConfig.access: must be "public"'],
    [provenance === true, "publishConfig.provenance: must be true"],
    [
      /^(git\+)?https:\/\/[^/\s]+\/\S+$/.test(String(url)),
      'repository: set it to { "type": "git", "url": "git+https://…" }: npm needs it for provenance',
    ],
  ];
  const ranges = Object.entries(part(manifest.dependencies)).filter(([, range]) => !semver.test(String(range)));
  return [
    ...required.flatMap(([isMet, miss]) => (isMet ? [] : [miss])),
    ...missesOfExports(manifest),
    ...ranges.map(([name, range]) => `dependencies.${name}: ${range} is not an exact version`),
  ];
}
