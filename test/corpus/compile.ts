import { dirname, join } from "node:path";
import type TypeScript from "typescript";
import { ts } from "../../scripts/compiler.ts";
import { root } from "../support/run.ts";

const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);

/** Only generated code is checked, not the shipped sources. */
const compilerOptions: TypeScript.CompilerOptions = { ...options, skipLibCheck: true, types: ["node"] };

/** Source files that do not change from one program to the next. */
const parsed = new Map<string, TypeScript.SourceFile | undefined>();

/**
 * The compiler's messages about generated files, by folder. The files are in memory, under `generated-<folder>` beside
 * `src/`, like the repository's own.
 */
export function diagnose(folders: Readonly<Record<string, Readonly<Record<string, string>>>>): Map<string, string[]> {
  const texts = new Map<string, string>();
  const folderOf = new Map<string, string>();
  for (const [index, [folder, files]] of Object.entries(folders).entries()) {
    for (const [name, text] of Object.entries(files)) {
      const file = join(root, `generated-${index}`, name);
      texts.set(file, text);
      folderOf.set(dirname(file), folder);
    }
  }
  const host = ts.createCompilerHost(compilerOptions);
  const { fileExists, readFile, directoryExists } = host;
  host.directoryExists = (folder) => folderOf.has(folder) || (directoryExists?.(folder) ?? true);
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  const read = host.getSourceFile;
  host.getSourceFile = (file, ...rest) => {
    const text = texts.get(file);
    if (text !== undefined) return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
    if (!parsed.has(file)) parsed.set(file, read(file, ...rest));
    return parsed.get(file);
  };
  const program = ts.createProgram([...texts.keys()], compilerOptions, host);
  const faults = new Map<string, string[]>();
  for (const file of texts.keys()) {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    const folder = folderOf.get(dirname(file)) ?? "";
    const lines = found.map(({ messageText, start = 0 }) => {
      const line = source ? source.getLineAndCharacterOfPosition(start).line + 1 : 0;
      return `${file.slice(dirname(file).length + 1)}:${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
    faults.set(folder, [...(faults.get(folder) ?? []), ...lines]);
  }
  return faults;
}
