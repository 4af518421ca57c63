import { expect, test } from "vitest";
import { checkPaths } from "../support/live-check.ts";
import type { Reply, Seen } from "../support/server.ts";

// The inputs of each read, with small descriptions.

const object = { type: "object" };
const items = { type: "object", properties: { data: { type: "array", items: object } } };
const limit = (schema: object = {}) => ({ name: "limit", in: "query", schema: { type: "integer", ...schema } });
const required = (name: string, where = "query") => {
  return { name, in: where, required: true, schema: { type: "string" } };
};

/** A read that answers with a list. */
const read = (operationId: string, ...parameters: object[]) => {
  const responses = { "200": { description: "The items.", content: { "application/json": { schema: items } } } };
  return { get: { operationId, tags: ["Chats"], parameters, responses } };
};

const answers =
  (...data: unknown[]) =>
  (_: Seen): Reply => ({ body: { data } });

const urlsOf = (seen: readonly Seen[]) => seen.map(({ url }) => url);

test.each([
  ["with 20 items a page", limit(), "/chats?limit=20"],
  ["with fewer if the description allows fewer", limit({ maximum: 5 }), "/chats?limit=5"],
  ["with no limit if the list has none", { ...limit(), name: "q" }, "/chats"],
])("asks for a list %s", async (_, parameter, url) => {
  const { code, seen } = await checkPaths({ paths: { "/chats": read("getChats", parameter) } }, answers());
  expect(urlsOf(seen)).toEqual([url]);
  expect(code).toBe(0);
});

const twoLists = {
  "/messages": read("getMessages", required("chatId")),
  "/chats": read("getChats", { name: "chatId", in: "query", schema: { type: "string" } }),
};

test("requests one item of a list, and passes its id to the operation that needs it", async () => {
  const { seen } = await checkPaths({ paths: twoLists }, answers({ id: "c-9" }, { id: "c-8" }));
  expect(urlsOf(seen)).toEqual(["/chats", "/chats?chatId=c-9", "/messages?chatId=c-9"]);
});

test.each([[[]], [[{ id: 7 }]], [[{ id: "" }]], [[null]], [["x"]]])(
  "requests nothing more if the items are %j",
  async (data) => {
    const { code, out, seen } = await checkPaths({ paths: twoLists }, answers(...data));
    expect(urlsOf(seen)).toEqual(["/chats"]);
    expect(out).toContain("getMessages: needs chatId");
    expect(code).not.toBe(0);
  },
);

test.each([
  ["a path parameter", { "/chats/{id}": read("getChats", required("id", "path")) }, "path parameter"],
  ["a parameter that no list gives", { "/chats": read("getChats", required("since")) }, "needs since,"],
])("does not call an operation with %s", async (_, paths, why) => {
  const { code, out, seen } = await checkPaths({ paths }, answers());
  expect(out).toMatch(new RegExp(`^ {2}getChats: .*${why}`, "m"));
  expect(seen).toEqual([]);
  expect(code).toBe(1);
});
