import { execFileSync } from "node:child_process";
import { stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import type { Description } from "../../scripts/openapi/document.ts";
import { root } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";
import { tiny } from "./tiny.ts";

// Measures a dry run with an invented description of 2 MB: `npx tsx test/generate/large.ts [files]`. Asserts nothing,
// since machines differ. Pass files to measure real descriptions.

function resource(index: number): string {
  const name = `Resource${index}`;
  const fields = Array.from(
    { length: 25 },
    (_, field) =>
      `field_${field}: { type: string, description: "Field ${field} of ${name}, with some words that say what it is for." }`,
  );
  return `    ${name}: { type: object, properties: { id: { type: string }, parent: { $ref: "#/components/schemas/Resource${Math.floor(index / 2)}" }, ${fields.join(", ")} } }`;
}

function pathsOf(index: number): string {
  const name = `Resource${index}`;
  const ok = `responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { success: { type: boolean }, data: { $ref: "#/components/schemas/${name}" } } } } } } }`;
  const body = `requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/${name}" } } } }`;
  const id = "parameters: [{ name: id, in: path, required: true, schema: { type: string } }]";
  return `  /resources${index}: { post: { operationId: create${name}, tags: [${name}s], summary: Creates a ${name}, ${body}, ${ok} } }
  /resources${index}/{id}: { get: { operationId: get${name}, tags: [${name}s], ${id}, ${ok} }, put: { operationId: update${name}, tags: [${name}s], ${id}, ${body}, ${ok} }, delete: { operationId: delete${name}, tags: [${name}s], ${id}, ${ok} } }`;
}

/** A description of some size. */
function large(count: number): Description {
  const all = Array.from({ length: count }, (_, index) => index);
  return tiny(
    all.map((index) => `Resource${index}s`),
    `paths:\n${all.map(pathsOf).join("\n")}\ncomponents:\n  schemas:\n${all.map(resource).join("\n")}`,
  );
}

/** The seconds that a file takes. */
function secondsFor(file: string): number {
  const began = performance.now();
  try {
    execFileSync("npm", ["run", "--silent", "generate", "--", file, "--dry-run"], { cwd: root, stdio: "ignore" });
  } catch (error) {
    // 3: something breaks, as with any other description.
    if ((error as { status?: unknown }).status !== 3) throw error;
  }
  return (performance.now() - began) / 1000;
}

await using dir = await tempDir();
const made = async (name: string, text: string) => {
  await writeFile(join(dir.path, name), text);
  return join(dir.path, name);
};
const own = [
  await made("made-up.json", JSON.stringify(large(470))),
  await made("made-up.yaml", stringify(large(370), { aliasDuplicateObjects: false })),
];
const given = process.argv.slice(2);
for (const file of given.length > 0 ? given : own) {
  const times = [secondsFor(file), secondsFor(file), secondsFor(file)].map((seconds) => `${seconds.toFixed(1)} s`);
  const { size } = await stat(file);
  console.log(`${basename(file)}, ${(size / 1e6).toFixed(1)} MB: ${times.join(", ")}`);
}
