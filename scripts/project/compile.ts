import { dirname, resolve, sep } from "node:path";
import type TypeScript from "typescript";
import { ts } from "../compiler.ts";

/** File contents by absolute path, used instead of those on disk. The files need not exist. */
export type Overlay = ReadonlyMap<string, string>;

/** A project compiled without and with an overlay. */
export interface Compiled {
  /** Without the overlay. Compiled on demand: only a breaking change needs it. */
  before(): TypeScript.Program;
  readonly after: TypeScript.Program;
  /** The files that depend on an overlaid file. Only these can break. */
  readonly files: readonly TypeScript.SourceFile[];
  /** The overlaid files of the project. */
  readonly overlaid: readonly TypeScript.SourceFile[];
}

/** A project compiled only with an overlay. */
export type CompiledOnce = Pick<Compiled, "after" | "overlaid">;

/** Writes a path as the compiler does. */
function slashed(path: string): string {
  return resolve(path).split(sep).join("/");
}

/** A compiler message without its details. */
export function firstLine(message: string | TypeScript.DiagnosticMessageChain): string {
  return ts.flattenDiagnosticMessageText(message, "\n").split("\n")[0] ?? "";
}

function configOf(tsconfigPath: string): TypeScript.ParsedCommandLine {
  const problems: TypeScript.Diagnostic[] = [];
  const own: TypeScript.CompilerOptions = { noEmit: true, incremental: false, composite: false, skipLibCheck: true };
  const host: TypeScript.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (problem) => problems.push(problem),
  };
  const config = ts.getParsedCommandLineOfConfigFile(resolve(tsconfigPath), own, host);
  const [problem] = [...problems, ...(config?.errors ?? [])];
  if (!config || problem) {
    throw new Error(`${tsconfigPath}: ${firstLine(problem?.messageText ?? "cannot be read")}`);
  }
  return config;
}

/**
 * The absolute paths of the files that a tsconfig includes.
 *
 * @throws Error when the tsconfig cannot be read, is invalid or includes no files
 */
export function filesOf(tsconfigPath: string): readonly string[] {
  return configOf(tsconfigPath).fileNames;
}

/** Adds a version: the compiler tracks dependencies only of files that have one. */
function versioned(file: TypeScript.SourceFile | undefined): TypeScript.SourceFile | undefined {
  return file && Object.assign(file, { version: "" });
}

/** Parsed files of packages. They do not change during a run, and take longest to parse. */
const parsed = new Map<string, TypeScript.SourceFile | undefined>();

/** Creates two compiler hosts that share parsed files, one without and one with the overlay. */
function hostsFor(
  options: TypeScript.CompilerOptions,
  overlay: Overlay,
): { plain: TypeScript.CompilerHost; overlaid: TypeScript.CompilerHost } {
  const texts = new Map([...overlay].map(([file, text]) => [slashed(file), text]));
  const folders = new Set([...texts.keys()].map((file) => slashed(dirname(file))));
  const plain = ts.createCompilerHost(options);
  // Parsing comments is slow. In TypeScript, they matter only for unused imports.
  plain.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  const { getSourceFile, fileExists, directoryExists, readFile } = plain;
  // Each file is parsed once, so that the second program can reuse it.
  const own = new Map<string, TypeScript.SourceFile | undefined>();
  plain.getSourceFile = (name, how, ...rest) => {
    const given = typeof how === "object" ? how : { languageVersion: how };
    const { languageVersion, impliedNodeFormat } = given;
    const { moduleDetection, module, jsx } = options;
    // Parsing depends on the module kind, which differs between projects.
    const key = [name, languageVersion, impliedNodeFormat, moduleDetection, module, jsx].join(" ");
    const isOfPackage = name.includes("/node_modules/");
    const read = isOfPackage ? parsed : own;
    // Comments in JavaScript contain types.
    const isTyped = isOfPackage && /\.[cm]?tsx?$/.test(name);
    const mode = isTyped ? { jsDocParsingMode: ts.JSDocParsingMode.ParseNone } : {};
    if (!read.has(key)) read.set(key, versioned(getSourceFile(name, { ...given, ...mode }, ...rest)));
    return read.get(key);
  };
  const overlaid: TypeScript.CompilerHost = {
    ...plain,
    // The compiler looks for no files in a folder that does not exist.
    directoryExists: (name) => folders.has(slashed(name)) || (directoryExists?.(name) ?? true),
    fileExists: (name) => texts.has(slashed(name)) || fileExists(name),
    readFile: (name) => texts.get(slashed(name)) ?? readFile(name),
    getSourceFile: (name, ...rest) => {
      const text = texts.get(slashed(name));
      if (text === undefined) return plain.getSourceFile(name, ...rest);
      return versioned(ts.createSourceFile(name, text, rest[0]));
    },
  };
  return { plain, overlaid };
}

/** The overlaid files of a program. */
function overlaidIn(program: TypeScript.Program, overlay: Overlay): TypeScript.SourceFile[] {
  const names = new Set([...overlay.keys()].map(slashed));
  return program.getSourceFiles().filter(({ fileName }) => names.has(slashed(fileName)));
}

/** Whether a file can change global types. */
function isGlobal(file: TypeScript.SourceFile): boolean {
  const augments = (one: TypeScript.Statement) =>
    ts.isModuleDeclaration(one) && one.flags & ts.NodeFlags.GlobalAugmentation;
  return !ts.isExternalModule(file) || file.statements.some(augments);
}

/** The files that import one of `changed`, directly or not. All files if one of them changes global types. */
function dependents(
  program: TypeScript.Program,
  host: TypeScript.CompilerHost,
  files: readonly TypeScript.SourceFile[],
  changed: readonly TypeScript.SourceFile[],
): readonly TypeScript.SourceFile[] {
  const builder = ts.createSemanticDiagnosticsBuilderProgram(program, host);
  const names = new Set(changed.map(({ fileName }) => fileName));
  const found = files.filter((file) => builder.getAllDependencies(file).some((name) => names.has(name)));
  return found.some(isGlobal) ? files : found;
}

/** Compiles an overlay and its imports. */
export function compileAlone(overlay: Overlay, paths: Readonly<Record<string, string[]>>): CompiledOnce {
  const options: TypeScript.CompilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, isolatedModules: true },
    ...{ noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, types: [] },
    ...{ target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts"] },
    ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
    paths,
  };
  const { overlaid: host } = hostsFor(options, overlay);
  const names = [...overlay.keys()].filter((name) => name.endsWith(".ts"));
  const after = ts.createProgram(names.map(slashed), options, host);
  return { after, overlaid: overlaidIn(after, overlay) };
}

/**
 * Compiles a project without and with an overlay. Writes nothing.
 *
 * @param folders absolute paths of the folders to compile; default: all of the project
 * @throws Error when the tsconfig cannot be read, is invalid or includes no files
 */
export function compileBoth(tsconfigPath: string, overlay: Overlay, folders?: readonly string[]): Compiled {
  const { options, fileNames } = configOf(tsconfigPath);
  const isWithin = (name: string) => folders?.some((folder) => slashed(name).startsWith(`${slashed(folder)}/`)) ?? true;
  const names = fileNames.filter(isWithin);
  const { plain, overlaid } = hostsFor(options, overlay);
  const currentDirectory = dirname(resolve(tsconfigPath));
  for (const host of [plain, overlaid]) host.getCurrentDirectory = () => currentDirectory;
  const after = ts.createProgram(names, options, overlaid);
  let before: TypeScript.Program | undefined;

  const changed = overlaidIn(after, overlay);
  const files = names.flatMap((name) => after.getSourceFile(name) ?? []).filter((file) => !changed.includes(file));
  return {
    after,
    before() {
      before ??= ts.createProgram(names, options, plain, after);
      return before;
    },
    files: dependents(after, overlaid, files, changed),
    overlaid: changed,
  };
}
