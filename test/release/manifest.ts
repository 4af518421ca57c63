/** A package.json. */
export type Manifest = Readonly<Record<string, unknown>>;

const part = (value: unknown): Manifest => Object(value);
const isText = (value: unknown) => typeof value === "string" && value !== "";

/**
 * The reasons not to publish a package, one line each. npm itself refuses an invalid version and a private package; publint
 * and attw check that entry points and the command have files and types.
 */
export function missesOfManifest(manifest: Manifest): string[] {
  const { repository } = manifest;
  const { access, provenance } = part(manifest.publishConfig);
  const url = typeof repository === "string" ? repository : part(repository).url;
  const onInstall = ["preinstall", "install", "postinstall", "prepare"];
  const required: readonly [boolean, string][] = [
    [isText(manifest.license), "license: name it"],
    [isText(manifest.description), "description: write it"],
    [manifest.sideEffects === false, "sideEffects: must be false, so that bundlers drop unused code"],
    [isText(part(manifest.engines).node), "engines.node: name the oldest Node"],
    [!onInstall.some((name) => name in part(manifest.scripts)), "scripts: nothing may run at installation"],
    [access === "public", 'publishConfig.access: must be "public"'],
    [provenance === true, "publishConfig.provenance: must be true"],
    [
      /^(git\+)?https:\/\/[^/\s]+\/\S+$/.test(String(url)),
      'repository: set it to { "type": "git", "url": "git+https://…" }: npm needs it for provenance',
    ],
  ];
  return required.flatMap(([isMet, miss]) => (isMet ? [] : [miss]));
}
