import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { apiFile } from "./generate/api.ts";
import { clientFile } from "./generate/client.ts";
import { bundledDescription } from "./generate/description.ts";
import { operationsFile } from "./generate/operations.ts";
import { resourcesFile } from "./generate/resources.ts";
import { rowsOf } from "./generate/rows.ts";
import { schemaFile } from "./generate/schema.ts";

// Writes what follows from the descriptions in openapi/. With --check it writes nothing and exits 1 when
// anything that is committed differs from what it would write.

const root = new URL("../", import.meta.url);

async function files(): Promise<Record<string, string>> {
  const description = await bundledDescription();
  const { rows, leftOut, notes } = rowsOf(description);
  for (const { about, why } of leftOut) console.log(`Left out: ${about}: ${why}.`);
  for (const { about, why } of notes) console.log(`${about}: ${why}.`);
  return {
    "generated/schema.ts": await schemaFile(description),
    "generated/operations.ts": operationsFile(rows),
    "generated/resources.ts": resourcesFile(description, rows),
    "generated/client.ts": clientFile(description),
    "API.md": apiFile(description, rows),
  };
}

async function check(written: Record<string, string>): Promise<void> {
  const current = (name: string) => readFile(new URL(name, root), "utf8").catch(() => undefined);
  const stale: string[] = [];
  for (const [name, text] of Object.entries(written)) if ((await current(name)) !== text) stale.push(name);
  if (stale.length > 0) throw new Error(`Stale: ${stale.join(", ")}. Run npm run generate, and commit what it writes.`);
  console.log("What is generated is up to date.");
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const written = await files();
  if (values.check) return check(written);
  for (const [name, text] of Object.entries(written)) await writeFile(new URL(name, root), text);
  console.log(`Wrote ${Object.keys(written).join(", ")}.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
