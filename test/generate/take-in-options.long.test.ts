import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { fixtures, repository } from "./repository.ts";

// The options of `npm run generate -- <file or URL>`, each on a copy of the repository.

const copy = await repository();
afterAll(() => copy[Symbol.asyncDispose]());
beforeEach(() => copy.reset());

const folder = join(copy.path, "..");

/** The bundled description with a change. */
async function changed(change: (text: string) => string): Promise<string> {
  const text = await readFile(join(copy.path, "openapi/wipsy.yaml"), "utf8");
  const after = change(text);
  expect(after).not.toBe(text);
  const file = join(folder, "changed.yaml");
  await writeFile(file, after);
  return file;
}

test("--dry-run writes nothing at all", async () => {
  const before = await copy.contents();
  const { code, out } = await copy.generate(join(fixtures, "v1.yaml"), "--dry-run");
  // As seen from where the command was run.
  expect(out).toMatch(/\n {2}copy\/examples\/[\w/.-]+:\d+:\d+ .* \(TS\d+\) from wipsy\.messages\.send\n/);
  expect(out).toMatch(/\nNothing was written\.\n$/);
  expect(code).toBe(3);
  expect(await copy.contents()).toEqual(before);
});

test("--with-inferred keeps inferred operations unless they are documented now", async () => {
  const answers = "responses: { '200': { description: The tags } }";
  // One has the id of an inferred operation, the other its method and path.
  const file = await changed((text) =>
    text.replace(
      /^paths:\n/m,
      `paths:
  /v2/tags:
    get: { operationId: getTags, tags: [Tags], security: [{ ApiKeyAuth: [] }], ${answers} }
  /api-create-tag:
    post: { operationId: addTag, tags: [Tags], security: [{ ApiKeyAuth: [] }], ${answers} }
`,
    ),
  );
  const inferred = await readFile(join(copy.path, "openapi/inferred.yaml"), "utf8");
  const { code, out } = await copy.generate(file, "--with-inferred");
  expect(out).toContain("For CHANGELOG.md:");
  expect(code).toBe(3);
  const after = await copy.contents();
  expect(after.get("openapi/inferred.yaml")).toBe(inferred);
  const { operations } = (await import(join(copy.path, "generated/operations.ts"))) as {
    operations: { rows: Record<string, { path: string; method: string; evidence: string }> };
  };
  const tags = Object.entries(operations.rows).filter(([, { path }]) => path.includes("tag"));
  expect(tags.map(([id, { method, path, evidence }]) => [id, method, path, evidence])).toEqual([
    ["getTags", "GET", "/v2/tags", "documented"],
    ["addTag", "POST", "/api-create-tag", "documented"],
    ["getPipelineStages", "GET", "/api-get-pipeline-stages", "inferred"],
    ["createPipelineStage", "POST", "/api-create-pipeline-stage", "inferred"],
    ["updatePipelineStage", "PUT", "/api-update-pipeline-stage", "inferred"],
    ["deletePipelineStage", "DELETE", "/api-delete-pipeline-stage", "inferred"],
    ["updateTag", "PUT", "/api-update-tag", "inferred"],
    ["deleteTag", "DELETE", "/api-delete-tag", "inferred"],
  ]);
  expect(await copy.generate("--check")).toMatchObject({ code: 0 });
});

const tiny = `openapi: 3.1.0
info: { title: Tiny, version: "1" }
servers: [{ url: https://api.example.com }]
paths:
  /things:
    get: { operationId: getThings, responses: { "200": { $ref: "#/components/responses/Things" } } }
components:
  responses:
    Things: { description: ok, content: { application/json: { schema: { type: object } } } }
`;

// Every other kind of bad file: read-bad.test.ts.
test.each([
  ["a page saved by mistake", "<!DOCTYPE html><html></html>", [], /^refused\.yaml:1:1: .*HTML/],
  [
    "a broken reference",
    tiny.replace("responses/Things", "responses/Gone"),
    [],
    /^refused\.yaml:6:\d+: .*#\/components\/responses\/Gone/,
  ],
  // The file can be read, but not combined with the inferred one.
  [
    "what the inferred operations do not fit",
    tiny,
    ["--with-inferred"],
    /^openapi\/inferred\.yaml does not fit the description: #\/components\/.* without --with-inferred\.\n$/,
  ],
  ["--check", tiny, ["--check"], /^--check does not take a description\.\n/],
])("%s: one message, exit code 1, no changed file", async (_name, text, args, said) => {
  const file = join(folder, "refused.yaml");
  await writeFile(file, text);
  const before = await copy.contents();
  const { code, out } = await copy.generate(file, ...args);
  expect(out).toMatch(said);
  expect(out).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
  expect(await copy.contents()).toEqual(before);
});

test("refuses --dry-run without a description", async () => {
  await writeFile(join(copy.path, "API.md"), "stale");
  const { code, out } = await copy.generate("--dry-run");
  expect(out).toContain("--dry-run requires a description.");
  expect(code).toBe(1);
  expect(await readFile(join(copy.path, "API.md"), "utf8")).toBe("stale");
});

test("does not write code that fails to compile, and says that it is the generator's mistake", async () => {
  const generator = join(copy.path, "scripts/generate/client.ts");
  const text = await readFile(generator, "utf8");
  await writeFile(generator, text.replace("return createClient<paths>", "return 5 ?? createClient<paths>"));
  const file = await changed((own) => own.replace("version: 1.1.0", "version: 1.2.0"));
  const before = await copy.contents();
  const { code, out } = await copy.spawnGenerate(file);
  expect(out).toMatch(
    /^The code generated from this description does not compile: generated\/client\.ts:\d+:\d+ .*\n$/,
  );
  expect(code).toBe(1);
  expect(await copy.contents()).toEqual(before);
  await writeFile(generator, text);
});
