import { expect, test } from "vitest";
import { answer, answers, body, changes, type Frame, keys, said } from "./tiny.ts";

// Bytes are a Blob in the types, however the description says that something is a file.

async function told(frame: Frame, before: string, after: string): Promise<string[]> {
  return (await changes(frame, before, after)).map((change) => `${change.level} ${said(change)}`);
}

const field = (schema: string) => `{ type: object, properties: { a: ${schema} } }`;
const form: Frame = (schema) => keys(`requestBody: { content: { multipart/form-data: { schema: ${field(schema)} } } }`);
const upload: Frame = (content) => keys(`requestBody: { content: { application/octet-stream: ${content} } }`);
const download: Frame = (content) => answers(`"200": { description: ok, content: { application/pdf: ${content} } }`);
const bytes = "{ type: string, format: binary }";
const image = "{ type: string, contentMediaType: image/png }";
const text = "{ type: string }";
const oneOf = (...schemas: string[]) => field(`{ oneOf: [${schemas.join(", ")}] }`);

// biome-ignore format: a table is read by its columns
test.each<[name: string, frame: Frame, before: string, after: string, ...expected: string[]]>([
  ["a part is a text now", form, bytes, text, "breaking body (multipart/form-data).a: format was removed; it was `binary`"],
  ["a part is a file now", form, text, bytes, "breaking body (multipart/form-data).a: format was set to `binary`"],
  ["an image is a text now", form, image, text, "breaking body (multipart/form-data).a: format was removed; it was `binary`", "compatible body (multipart/form-data).a: contentMediaType was removed; it was `image/png`"],
  ["some parts are texts now", form, `{ type: array, items: ${bytes} }`, `{ type: array, items: ${text} }`, "breaking body (multipart/form-data).a[]: format was removed; it was `binary`"],
  ["an answer's text is bytes now", answer, field(text), field(bytes), "breaking 200 a: format was set to `binary`"],
  ["a variant that was bytes", body, oneOf("{ type: integer }", "{ type: boolean }", bytes), oneOf("{ type: integer }", "{ type: boolean }"), "breaking body.a: lost the variant `string`"],
])("breaks: %s", async (_, frame, before, after, ...expected) => {
  expect(await told(frame, before, after)).toEqual(expected);
});

// biome-ignore format: a table is read by its columns
test.each<[name: string, frame: Frame, before: string, after: string]>([
  ["bytes in the words of 3.0 and of 3.1", form, bytes, "{ type: string, contentMediaType: application/octet-stream }"],
  ["bytes or nothing", form, "{ type: string, nullable: true, format: binary }", "{ type: [string, 'null'], contentMediaType: application/octet-stream }"],
  ["bytes that go by themselves", upload, `{ schema: ${bytes} }`, "{}"],
  ["bytes that come by themselves", download, `{ schema: ${bytes} }`, "{}"],
  ["bytes that are called a text", upload, `{ schema: ${bytes} }`, `{ schema: ${text} }`],
])("no change: %s", async (_, frame, before, after) => {
  expect(await told(frame, before, after)).toEqual([]);
  expect(await told(frame, after, before)).toEqual([]);
});
