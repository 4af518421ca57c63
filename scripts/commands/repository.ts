import { join } from "node:path";
import { parsed } from "../arguments.ts";
import { repositoryFiles } from "../generate/files.ts";
import { bundledDescription } from "../openapi/bundled.ts";
import { replaceFiles, undoInterrupted } from "../replace-files.ts";
import { remarkLists } from "../report/text.ts";
import { exitCodeOf, type Terminal } from "../terminal.ts";
import { readIfExists } from "./generated-folder.ts";
import { takeIn } from "./take-in.ts";

const usage = `npm run generate                     write the files generated from the descriptions in openapi/
npm run generate -- --check          write nothing; exit with 1 if the committed files are out of date
npm run generate -- <file or URL>    replace the description; report what changed and which code breaks
    --dry-run                        report, but write nothing
    --with-inferred                  keep the inferred operations that the new description lacks
    --json                           write the report as JSON

Exit codes: 0 nothing breaks, 3 something breaks, 1 the command failed and wrote nothing`;

const flag = { type: "boolean", default: false } as const;
const options = { help: flag, check: flag, "dry-run": flag, "with-inferred": flag, json: flag };

/** The options that require a new description. */
const importOptions = ["dry-run", "with-inferred", "json"] as const;

function argumentsOf(args: readonly string[]) {
  const { values, positionals } = parsed({ args: [...args], options, allowPositionals: true });
  const [source, ...others] = positionals;
  if (others.length > 0) throw new Error(`Give one description at a time.\n\n${usage}`);
  // Silently ignoring --dry-run would write files.
  const extra = source === undefined ? importOptions.find((name) => values[name]) : values.check && "check";
  if (extra)
    throw new Error(`--${extra} ${source === undefined ? "requires" : "does not take"} a description.\n\n${usage}`);
  return { ...values, source };
}

/** Writes the files generated from the repository's descriptions, or checks that they are up to date. */
async function regenerate(root: string, isCheck: boolean, { out, error }: Terminal): Promise<number> {
  const { files, ...remarks } = await repositoryFiles(await bundledDescription(root));
  if (!isCheck) {
    for (const lines of remarkLists(remarks)) error(`${lines.join("\n")}\n`);
    await replaceFiles(root, files);
    out(`Wrote ${Object.keys(files).join(", ")}.\n`);
    return 0;
  }
  const current = await Promise.all(Object.keys(files).map((name) => readIfExists(join(root, name))));
  const stale = Object.keys(files).filter((name, index) => files[name] !== current[index]);
  if (stale.length > 0) throw new Error(`Out of date: ${stale.join(", ")}. Run npm run generate, then commit.`);
  out("The generated files are up to date.\n");
  return 0;
}

/** `npm run generate -- …args` for the repository at `root`. Returns the exit code. */
export async function generate(args: readonly string[], root: string, terminal: Terminal): Promise<number> {
  return exitCodeOf(terminal, async () => {
    const { help, source, check, "dry-run": dryRun, "with-inferred": keepsInferred, json } = argumentsOf(args);
    if (help) {
      terminal.out(`${usage}\n`);
      return 0;
    }
    await undoInterrupted(root);
    if (source === undefined) return regenerate(root, check, terminal);
    return takeIn(source, { root, dryRun, keepsInferred, json }, terminal);
  });
}
