import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { countLevel } from "./drift/change.ts";
import { bundledDescription } from "./generate/description.ts";
import { type Files, repositoryFiles } from "./generate/files.ts";
import { finishReplacing, replaceFiles } from "./generate/replace-files.ts";

const usage = `npm run generate                     writes what follows from the descriptions in openapi/
npm run generate -- --check          writes nothing; exits with 1 when what is committed is not what follows
npm run generate -- <file or URL>    takes in a new description, and reports what changed and what breaks where
    --dry-run                        only reports
    --with-inferred                  keeps the inferred operations that the new description does not have
    --project <tsconfig.json>        looks for what breaks in that project, too
    --json                           reports for machines

Exits with 0 when nothing breaks, with 3 when something does, with 1 when it failed; then nothing was written.`;

const root = fileURLToPath(new URL("../", import.meta.url));

async function check(files: Files): Promise<void> {
  const current = (name: string) => readFile(`${root}${name}`, "utf8").catch(() => undefined);
  const stale: string[] = [];
  for (const [name, text] of Object.entries(files)) if ((await current(name)) !== text) stale.push(name);
  if (stale.length > 0) throw new Error(`Stale: ${stale.join(", ")}. Run npm run generate, and commit what it writes.`);
  console.log("What is generated is up to date.");
}

const switches = { type: "boolean", default: false } as const;
const options = {
  ...{ help: switches, check: switches, "dry-run": switches, "with-inferred": switches, json: switches },
  project: { type: "string" },
} as const;

/** What only says something of a description that is taken in. */
const ofTakingIn = ["dry-run", "with-inferred", "json", "project"] as const;

function argumentsOf() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [source, ...others] = positionals;
  if (others.length > 0) throw new Error(`One description at a time.\n\n${usage}`);
  // One that is passed over in silence would write where it was asked not to.
  const idle = source === undefined ? ofTakingIn.find((name) => values[name]) : values.check && "check";
  if (idle)
    throw new Error(`--${idle} does not go ${source === undefined ? "without" : "with"} a description.\n\n${usage}`);
  return { ...values, source };
}

/** Writes what follows from the descriptions that are there, or checks that it is there. */
async function regenerate(isCheck: boolean): Promise<void> {
  const { files, remarks } = await repositoryFiles(await bundledDescription());
  if (isCheck) return check(files);
  for (const remark of remarks) console.error(remark);
  await replaceFiles(root, files);
  console.log(`Wrote ${Object.keys(files).join(", ")}.`);
}

async function main(): Promise<void> {
  const {
    help,
    source,
    check: isCheck,
    "dry-run": dryRun,
    "with-inferred": withInferred,
    project,
    json,
  } = argumentsOf();
  if (help) return console.log(usage);
  await finishReplacing(root);
  if (source === undefined) return regenerate(isCheck);
  // Loaded only here: the comparison of types takes a second or two.
  const { takeIn, takenInJson, takenInText } = await import("./generate/take-in.ts");
  const taken = await takeIn(source, { dryRun, withInferred, project });
  for (const remark of taken.remarks) console.error(remark);
  const colours = process.stdout.isTTY && !process.env.NO_COLOR;
  process.stdout.write(json ? takenInJson(taken) : takenInText(taken, colours));
  if (countLevel(taken.drift.changes, "breaking") > 0 || taken.places.length > 0) process.exitCode = 3;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
