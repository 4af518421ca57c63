import { expect, test } from "vitest";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";
import { clientFor } from "./client.ts";
import { tiny } from "./tiny.ts";

// Empty strings and empty bodies where a description requires a value.

const ok = `responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { data: { type: object } }, required: [data] } } } } }`;
const note =
  "schema: { type: object, required: [text, mood], properties: { text: { type: string }, mood: { type: string, enum: ['', good] } } }";
const body = `requestBody: { required: true, content: { application/json: { ${note} } } }`;
const id = "parameters: [{ name: noteId, in: query, required: true, schema: { type: string } }]";
const notes = tiny(
  ["Notes"],
  `paths:
  /notes:
    post: { operationId: createNote, tags: [Notes], ${body}, ${ok} }
    put: { operationId: updateNote, tags: [Notes], ${id}, ${body}, ${ok} }`,
);

test("an update may empty a required string, and an enum may allow the empty string", async () => {
  await using server = await serve(() => ({ body: { data: {} } }));
  const { create, update } = clientFor(notes, server.url).namespaces.notes ?? {};
  if (!create || !update) throw new Error("no methods");
  await update("n1", { text: "", mood: "" });
  await create({ text: "Hola", mood: "" });
  expect(server.seen.map((seen) => JSON.parse(seen.body))).toEqual([
    { text: "", mood: "" },
    { text: "Hola", mood: "" },
  ]);
  expect(await failureOf(create({ text: "", mood: "good" }))).toMatchObject({ field: "body.text" });
  expect(await failureOf(update("", { text: "Hola", mood: "good" }))).toMatchObject({ field: "query.noteId" });
  expect(server.seen).toHaveLength(2);
});

test("a list with a body sends an empty one by default", async () => {
  const found = `responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { data: { type: array, items: { type: object } } } } } } } }`;
  const finds = tiny(
    ["Finds"],
    `paths: { /get-finds: { post: { operationId: getFinds, tags: [Finds], requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { q: { type: string } } } } } }, ${found} } } }`,
  );
  await using server = await serve(() => ({ body: { data: [] } }));
  const { list } = clientFor(finds, server.url).namespaces.finds ?? expect.fail("no finds");
  await list?.();
  expect(server.seen.map((seen) => seen.body)).toEqual(["{}"]);
});
