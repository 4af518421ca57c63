import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { repositoryFiles } from "../../scripts/generate/files.ts";
import { rowsOf } from "../../scripts/generate/rows.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import { diagnose } from "../corpus/compile.ts";
import { generatedFor } from "./generated.ts";
import { tiny } from "./tiny.ts";

// Handwritten methods exist for operations of their shape, not for any operation with the same id.

const json = (schema: string) => `content: { application/json: { schema: ${schema} } }`;
const answering = (schema: string) => `responses: { "200": { description: ok, ${json(schema)} } }`;

/** The methods of a description: in the rows, at run time, in API.md and in the types. */
async function methodsWith(description: Description, names: readonly string[]) {
  const { rows, notes } = rowsOf(description);
  const table = Object.fromEntries(rows.map(({ operation }) => [operation.id, operation]));
  const operations = { version: "1", server: "https://api.example.com", apiKeyHeader: "x-api-key", rows: table };
  const wipsy = new Wipsy({ operations, apiKey: "test-key" }) as unknown as Record<string, object | undefined>;
  const { files } = await repositoryFiles(description);
  const places = names.map((name) => name.split("."));
  const use = places.map(([namespace, name], index) => `export const m${index} = wipsy.${namespace}.${name};`);
  const head = `import type { Wipsy } from "../src/wipsy.ts";\nimport type { Types } from "./resources.ts";\ndeclare const wipsy: Wipsy<Types>;\n`;
  const own = { ...(await generatedFor(description)), "use.ts": `${head}${use.join("\n")}\n` };
  const faults = diagnose({ own }).get("own") ?? [];
  expect(faults.filter((fault) => !fault.startsWith("use.ts"))).toEqual([]);
  const typed = names.filter((_, index) => !faults.some((fault) => fault.startsWith(`use.ts:${index + 4}:`)));
  const live = names.filter((_, index) => {
    const [namespace = "", name = ""] = places[index] ?? [];
    return name in (wipsy[namespace] ?? {});
  });
  const listed = names.filter((name) => files["API.md"]?.includes(`| \`wipsy.${name}(`));
  expect(live).toEqual(typed);
  expect(listed).toEqual(typed);
  const others = notes.filter(({ why }) => !why.includes("no list method"));
  return { there: typed, notes: others.map(({ about, why }) => `${about}: ${why}`) };
}

describe("messages.send", () => {
  const text = "{ type: string }";
  const message = (body: string, rest = "", tag = "Messages") =>
    tiny(
      ["Messages"],
      `paths: { /send: { post: { operationId: sendMessage, tags: [${tag}], ${rest} ${body} ${answering("{ type: object }")} } } }`,
    );
  const jsonBody = (schema: string) => `requestBody: { required: true, ${json(schema)} },`;
  const fields = (names: string) => jsonBody(`{ type: object, properties: { ${names} } }`);
  const both = `to: ${text}, message: ${text}`;
  const names = ["messages.send", "messages.sendMessage"];

  test.each<[string, Description]>([
    ["to and message", message(fields(both))],
    ["additional fields", message(fields(`${both}, subject: ${text}`))],
    ["optional parameters", message(fields(both), `parameters: [{ name: q, in: query, schema: ${text} }],`)],
    ["a string or null", message(fields(`to: { type: [string, "null"] }, message: ${text}`))],
  ])("replaces the generated method: %s", async (_what, description) => {
    expect(await methodsWith(description, names)).toEqual({ there: ["messages.send"], notes: [] });
  });

  test.each<[string, Description]>([
    ["no body", message("")],
    ["no recipient", message(fields(`message: ${text}`))],
    ["a message under another name", message(fields(`to: ${text}, text: ${text}`))],
    ["a number as recipient", message(fields(`to: { type: integer }, message: ${text}`))],
    ["an object as message", message(fields(`to: ${text}, message: { type: object }`))],
    ["an enum of recipients", message(fields(`to: { type: string, enum: [a, b] }, message: ${text}`))],
    [
      "a required sender account",
      message(fields(both), `parameters: [{ name: account, in: query, required: true, schema: ${text} }],`),
    ],
  ])("keeps the generated method: %s", async (_what, description) => {
    const { there, notes } = await methodsWith(description, names);
    expect(there).toEqual(["messages.sendMessage"]);
    expect(notes).toEqual([
      "POST /send: there is no wipsy.messages.send, which needs a JSON body with the texts to and message, and nothing beside it",
    ]);
  });

  test("exists beside a generated method in another namespace", async () => {
    const all = [...names, "whatsApp.sendMessage"];
    const { there } = await methodsWith(message(fields(both), "", "WhatsApp"), all);
    expect(there).toEqual(["messages.send", "whatsApp.sendMessage"]);
  });
});

describe("chatButtons.list", () => {
  const item = "{ type: object, properties: { id: { type: string } } }";
  const data = `data: { type: array, items: ${item} }`;
  const buttons = "chat_buttons: { type: array, items: { type: object } }";
  const limited = (schema: string) => `{ name: limit, in: query, schema: ${schema} }`;
  const limit = limited("{ type: integer, minimum: 1, maximum: 50 }");
  const required = (name: string, where: string) =>
    `{ name: ${name}, in: ${where}, required: true, schema: { type: string } }`;
  const chats = (parameters: string, answer = `${data}, ${buttons}`, tag = "Chats") =>
    tiny(
      ["Chats"],
      `paths: { /chats: { get: { operationId: getChats, tags: [${tag}], parameters: [${parameters}], ${answering(`{ type: object, properties: { ${answer} } }`)} } } }`,
    );

  test.each<[string, Description]>([
    ["a limit from 1 to 50", chats(limit)],
    ["a limit of any type", chats(limited("{}"))],
    ["a number as limit", chats(limited("{ type: number }"))],
    ["a limit of 1, 10 or null", chats(limited('{ type: [integer, "null"], enum: [1, 10, null] }'))],
    ["a required limit", chats(limit.replace("in: query", "in: query, required: true"))],
    ["an answer without a list", chats(limit, `chat: ${item}, ${buttons}, more: { type: array, items: {} }`)],
    ["another namespace", chats(limit, `${data}, ${buttons}`, "Inbox")],
  ])("exists with %s", async (_what, description) => {
    expect(await methodsWith(description, ["chatButtons.list"])).toEqual({ there: ["chatButtons.list"], notes: [] });
  });

  test.each<[string, Description]>([
    ["an answer without buttons", chats(limit, data)],
    ["buttons that are an object", chats(limit, `${data}, chat_buttons: { type: object }`)],
    ["no limit", chats("")],
    ["a required status", chats(`${limit}, ${required("status", "query")}`)],
  ])("is missing with %s, and a note says why", async (_what, description) => {
    const { there, notes } = await methodsWith(description, ["chatButtons.list"]);
    expect(there).toEqual([]);
    expect(notes).toEqual([
      "GET /chats: there is no wipsy.chatButtons.list, which needs a query with a limit, and an answer with the array chat_buttons",
    ]);
  });
});
