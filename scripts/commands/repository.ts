import { join } from "node:path";
import { parseArgs } from "node:util";
import { countLevel } from "../drift/change.ts";
import { type Files, repositoryFiles } from "../generate/files.ts";
import { oneLine } from "../one-line.ts";
import { bundledDescription } from "../openapi/bundled.ts";
import { replaceFiles, undoInterrupted } from "../replace-files.ts";
import { exitCodeOf, type Terminal } from "../terminal.ts";
import { textOf } from "./folder.ts";

const usage = `npm run generate                     writes what follows from the descriptions in openapi/
npm run generate -- --check          writes nothing; exits with 1 when what is committed is not what follows
npm run generate -- <file or URL>    takes in a new description, and reports what changed and what breaks where
    --dry-run                        only reports
    --with-inferred                  keeps the inferred operations that the new description does not have
    --project <tsconfig.json>        looks for what breaks in that project, too
    --json                           reports for machines

Exits with 0 when nothing breaks, with 3 when something does, with 1 when it failed; then nothing was written.`;

const switches = { type: "boolean", default: false } as const;
const options = {
  ...{ help: switches, check: switches, "dry-run": switches, "with-inferred": switches, json: switches },
  project: { type: "string" },
} as const;

/** What only says something of a description that is taken in. */
const ofTakingIn = ["dry-run", "with-inferred", "json", "project"] as const;

function argumentsOf(args: readonly string[]) {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [source, ...others] = positionals;
  if (others.length > 0) throw new Error(`One description at a time.\n\n${usage}`);
  // One that is passed over in silence would write where it was asked not to.
  const idle = source === undefined ? ofTakingIn.find((name) => values[name]) : values.check && "check";
  if (idle)
    throw new Error(`--${idle} does not go ${source === undefined ? "without" : "with"} a description.\n\n${usage}`);
  return { ...values, source };
}

async function staleFiles(root: string, files: Files): Promise<string[]> {
  const current = await Promise.all(Object.keys(files).map((name) => textOf(join(root, name))));
  return Object.keys(files).filter((name, index) => files[name] !== current[index]);
}

/** Writes what follows from the descriptions that are there, or checks that it is there. */
async function regenerate(root: string, isCheck: boolean, { out, error }: Terminal): Promise<number> {
  const { files, remarks } = await repositoryFiles(await bundledDescription(root));
  if (!isCheck) {
    for (const remark of remarks) error(`${oneLine(remark)}\n`);
    await replaceFiles(root, files);
    out(`Wrote ${Object.keys(files).join(", ")}.\n`);
    return 0;
  }
  const stale = await staleFiles(root, files);
  if (stale.length > 0) throw new Error(`Stale: ${stale.join(", ")}. Run npm run generate, and commit what it writes.`);
  out("What is generated is up to date.\n");
  return 0;
}

/** `npm run generate -- …args` for the repository at `root`. Gives the exit code. */
export async function generate(args: readonly string[], root: string, terminal: Terminal): Promise<number> {
  return exitCodeOf(terminal, async () => {
    const { help, source, check, "dry-run": dryRun, "with-inferred": withInferred, project, json } = argumentsOf(args);
    if (help) {
      terminal.out(`${usage}\n`);
      return 0;
    }
    await undoInterrupted(root);
    if (source === undefined) return regenerate(root, check, terminal);
    // Loaded only here: the comparison of types takes a second or two.
    const { takeIn, takenInJson, takenInText } = await import("./take-in.ts");
    const taken = await takeIn(source, { root, dryRun, withInferred, project });
    terminal.out(json ? takenInJson(taken) : takenInText(taken, terminal.colours));
    return countLevel(taken.drift.changes, "breaking") > 0 || taken.places.length > 0 ? 3 : 0;
  });
}
