import { dirname, resolve, sep } from "node:path";
import ts from "typescript";

/** New texts for files, by absolute path. The files need not exist. */
export type Overlay = ReadonlyMap<string, string>;

/** A project as it is, and as it would be with an overlay. */
export interface Compiled {
  /** As it is. Made when it is asked for: where nothing breaks, nobody asks. */
  before(): ts.Program;
  readonly after: ts.Program;
  /** The project's own files that are not overlaid. */
  readonly files: readonly ts.SourceFile[];
  /** Those that are, as far as the project has them. */
  readonly overlaid: readonly ts.SourceFile[];
}

/** How a project is compiled. */
export interface ProjectOptions {
  /** More of the compiler option `paths`: where a name that is imported is found, as an absolute path. */
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  /** Only files within these folders, and what they import, are compiled; all of the project's when absent. Absolute. */
  readonly folders?: readonly string[];
}

/** A path as the compiler writes it. */
function slashed(path: string): string {
  return resolve(path).split(sep).join("/");
}

function firstLine(message: string | ts.DiagnosticMessageChain): string {
  return ts.flattenDiagnosticMessageText(message, "\n").split("\n")[0] ?? "";
}

function configOf(tsconfigPath: string, { paths }: ProjectOptions): ts.ParsedCommandLine {
  const problems: ts.Diagnostic[] = [];
  const own: ts.CompilerOptions = { noEmit: true, incremental: false, composite: false, skipLibCheck: true };
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (problem) => problems.push(problem),
  };
  const config = ts.getParsedCommandLineOfConfigFile(resolve(tsconfigPath), own, host);
  const [problem] = [...problems, ...(config?.errors ?? [])];
  if (!config || problem) {
    throw new Error(`${tsconfigPath}: ${firstLine(problem?.messageText ?? "cannot be read")}`);
  }
  const names = Object.fromEntries(Object.entries(paths ?? {}).map(([name, where]) => [name, where.map(slashed)]));
  // What is found there may be a source, which imports others with their `.ts`.
  const more = paths ? { paths: { ...config.options.paths, ...names }, allowImportingTsExtensions: true } : {};
  return { ...config, options: { ...config.options, ...more } };
}

/**
 * Compiles the project of `tsconfigPath` as it is and with `overlay`. Nothing is written to disk.
 *
 * @throws Error when the tsconfig cannot be read, is wrong or has no files
 */
export function compileBoth(tsconfigPath: string, overlay: Overlay, options: ProjectOptions): Compiled {
  const { options: compilerOptions, fileNames } = configOf(tsconfigPath, options);
  const folders = options.folders?.map((folder) => `${slashed(folder)}/`);
  const names = fileNames.filter((name) => folders?.some((folder) => slashed(name).startsWith(folder)) ?? true);
  const texts = new Map([...overlay].map(([file, text]) => [slashed(file), text]));
  const host = ts.createCompilerHost(compilerOptions);
  const { getSourceFile, fileExists, readFile } = host;
  const currentDirectory = dirname(resolve(tsconfigPath));
  host.getCurrentDirectory = () => currentDirectory;

  // What both programs have in common is read once; that also lets the second one build on the first.
  const read = new Map<string, ts.SourceFile | undefined>();
  host.getSourceFile = (name, ...rest) => {
    if (!read.has(name)) read.set(name, getSourceFile(name, ...rest));
    return read.get(name);
  };
  const changed: ts.CompilerHost = {
    ...host,
    fileExists: (name) => texts.has(slashed(name)) || fileExists(name),
    readFile: (name) => texts.get(slashed(name)) ?? readFile(name),
    getSourceFile: (name, ...rest) => {
      const text = texts.get(slashed(name));
      return text === undefined ? host.getSourceFile(name, ...rest) : ts.createSourceFile(name, text, rest[0]);
    },
  };
  const after = ts.createProgram(names, compilerOptions, changed);
  let before: ts.Program | undefined;

  const isOverlaid = (name: string) => texts.has(slashed(name));
  return {
    after,
    before() {
      before ??= ts.createProgram(names, compilerOptions, host, after);
      return before;
    },
    files: names.flatMap((name) => (isOverlaid(name) ? [] : (after.getSourceFile(name) ?? []))),
    overlaid: after.getSourceFiles().filter(({ fileName }) => isOverlaid(fileName)),
  };
}
