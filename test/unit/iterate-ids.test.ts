import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";

// Ids and times that cannot be distinguished as they are.

const agentOf = (messages: object[]) =>
  new Wipsy({ fetch: async () => Response.json({ messages }) }).agent({
    session: { agent: { id: "a" }, session: { token: "t" } },
  });
const contents = async (messages: object[]) =>
  (await agentOf(messages).messages.iterate({ chatId: "c" }, { incomplete: "allow" }).toArray({ limit: 20 })).map(
    ({ content }) => content,
  );

describe("messages with the same timestamp", () => {
  const tied = "2025-11-02T10:11:12.123456+00:00";
  const rows = [
    { id: "m0", content: "0", created_at: "2025-11-02T10:00:00Z" },
    ...[1, 2, 3, 4, 5].map((n) => ({ id: `m${n}`, content: `${n}`, created_at: tied })),
    { id: "m9", content: "9", created_at: "2025-11-02T10:12:00Z" },
  ];
  const expected = ["0", "1", "2", "3", "4", "5", "9"];

  test("come in order from a server that lists oldest first", async () =>
    expect(await contents(rows)).toEqual(expected));
  test("come in order from a server that lists newest first", async () =>
    expect(await contents(rows.toReversed())).toEqual(expected));
});

describe("numeric ids beyond 2^53, which JavaScript rounds", () => {
  const answer = (items: string) => new Response(`{"success":true,"data":[${items}]}`);
  const two = '{"id":9007199254740992,"name":"Ana"},{"id":9007199254740993,"name":"Juana"}';

  test("do not merge two items", async () => {
    const wipsy = new Wipsy({ apiKey: "test-key", fetch: async () => answer(two) });
    const items = await wipsy.contacts.iterate({}, { incomplete: "allow" }).toArray({ limit: 5 });
    expect(items.map(({ name }) => name)).toEqual(["Ana", "Juana"]);
  });

  test("do not match another item than the requested one", async () => {
    const fetch = async () => answer('{"id":9007199254740993,"name":"Juana"}');
    const wipsy = new Wipsy({ apiKey: "test-key", fetch });
    expect(await wipsy.contacts.get("7d3f2a51-94c6-4b0e-8a17-2c5d9e6f0b13")).toMatchObject({ name: "Juana" });
  });
});
