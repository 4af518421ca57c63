import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { transform } from "esbuild";
import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { mockApi } from "wipsy-client/testing";
import { projectFiles } from "../../scripts/generate/files.ts";
import type { OperationTable } from "../../src/operation/table.ts";
import { tiny } from "../generate/tiny.ts";

// The files that `npx wipsy-client generate` writes, given to the mock: every answer fits its schema.

/** A success response, with the schema that its content must fit. */
interface Response {
  readonly status?: number;
  readonly type?: string;
  readonly schema?: object;
  readonly example?: unknown;
}

const object = (properties: object) => ({ type: "object", required: Object.keys(properties), properties });

const responses: Readonly<Record<string, Response>> = {
  "the example": { schema: object({ total: { type: "integer" } }), example: { total: 7 } },
  "an example of a field": { schema: object({ total: { type: "integer", example: 9 } }) },
  "a made-up object": {
    schema: object({
      ...{ id: { type: "string", format: "uuid" }, at: { type: "string", format: "date-time" } },
      ...{ state: { enum: ["open"] }, none: { type: ["string", "null"] }, tags: { type: "array", items: {} } },
    }),
  },
  "numbers within bounds": {
    schema: object({
      ...{ low: { type: "number", maximum: 0.5 }, high: { type: "integer", minimum: 10 } },
      ...{ both: { type: "integer", minimum: -3, maximum: -2 } },
    }),
  },
  "texts within bounds": {
    schema: object({
      ...{ long: { type: "string", minLength: 20 }, short_text: { type: "string", maxLength: 3 } },
    }),
  },
  "a list": { schema: { type: "array", items: object({ id: { type: "string" } }) } },
  "a JSON string": { schema: { type: "string" } },
  null: { schema: { type: "null" } },
  "another status": { status: 202, schema: object({ job: { type: "string" } }) },
  "a list with another status": { status: 201, schema: { type: "array", items: { type: "integer" } } },
  nothing: { status: 204 },
};

const names = Object.keys(responses);
const paths = Object.entries(responses).map(([_name, { status = 200, type = "application/json", ...media }], index) => {
  const content = media.schema && { content: { [type]: media } };
  const operation = { operationId: `run${index}`, responses: { [status]: { description: "ok", ...content } } };
  return [`/${index}`, { post: operation }];
});
// JSON is YAML.
const { files } = await projectFiles(tiny([], JSON.stringify({ paths: Object.fromEntries(paths) })));

/** What a generated file exports. */
async function exportsOf(name: string): Promise<Record<string, unknown>> {
  const { code } = await transform(files[name] ?? "", { loader: "ts" });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

const ajv = new Ajv2020({ strict: false });
// The cast: its types put the function into `default`, where Node's import does not.
(addFormats as unknown as typeof addFormats.default)(ajv);

// The casts: the files have just been generated.
const { examples } = (await exportsOf("examples.ts")) as { examples: Record<string, unknown> };
const { operations } = (await exportsOf("operations.ts")) as { operations: OperationTable };

test.each(names)("answers %s", async (name) => {
  const { fetch } = mockApi({ operations, examples });
  const wipsy = new Wipsy({ operations, apiKey: "test", fetch });
  const call = wipsy.call as unknown as (id: string) => Promise<unknown>;
  const answer = await call(`run${names.indexOf(name)}`);
  const { schema = { type: "null" }, example = answer } = responses[name] ?? {};
  expect(ajv.validate(schema, answer ?? null), JSON.stringify(answer)).toBe(true);
  expect(answer).toEqual(example);
});
