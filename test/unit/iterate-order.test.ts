import { describe, expect, test } from "vitest";
import type { Message } from "wipsy-client";
import { chatId, holding, many, outcomeOf } from "./iterate-support.ts";

const ids = (items: readonly unknown[]) => items.map((item) => (item as Message).id);

describe("yields a repeated item once", () => {
  test.each<[string, object[], number[]]>([
    ["by its id", [{ id: "a" }, { id: "b" }, { id: "a", name: "another" }], [0, 1]],
    ["by an id that is a number", [{ id: 1 }, { id: 2 }, { id: 1 }], [0, 1]],
    [
      "by an id that is 0",
      [
        { id: 0, name: "x" },
        { id: 0, name: "y" },
      ],
      [0],
    ],
    [
      "not by an invalid id",
      [
        { id: {}, n: 1 },
        { id: {}, n: 2 },
        { id: "", n: 3 },
        { id: null, n: 4 },
      ],
      [0, 1, 2, 3],
    ],
    [
      "by its content where it has no id, whatever the order of its keys",
      [{ a: 1, b: 2 }, { a: 1 }, { b: 2, a: 1 }],
      [0, 1],
    ],
    [
      "not by whatsapp_message_id if the item is not a message",
      [
        { id: "a", whatsapp_message_id: "w" },
        { id: "b", whatsapp_message_id: "w" },
      ],
      [0, 1],
    ],
  ])("%s", async (_what, items, given) => {
    await using server = await holding(items);
    const all = await outcomeOf(server.wipsy.tags.iterate());
    expect(all).toEqual({ items: given.map((index) => items[index]), error: undefined });
  });

  test.each<[string, object[], string[]]>([
    [
      "by whatsapp_message_id",
      [
        { id: "a", whatsapp_message_id: "w" },
        { id: "b", whatsapp_message_id: "w" },
      ],
      ["a"],
    ],
    [
      "by its id",
      [
        { id: "a", whatsapp_message_id: "v" },
        { id: "a", whatsapp_message_id: "w" },
      ],
      ["a"],
    ],
    ...[
      ["a", "b"],
      ["b", "a"],
    ].map((order): [string, object[], string[]] => [
      `as the copy that was stored last, ${order}`,
      order.map((id) => ({ id, whatsapp_message_id: "w", created_at: `2030-01-01T00:00:0${id === "a" ? 1 : 2}Z` })),
      ["b"],
    ]),
    [
      "as one that has a time",
      [
        { id: "a", whatsapp_message_id: "w" },
        { id: "b", whatsapp_message_id: "w", created_at: "2030-01-01T00:00:00Z" },
        { id: "c", whatsapp_message_id: "w" },
      ],
      ["b"],
    ],
    [
      "not because neither has one",
      [
        { id: "a", whatsapp_message_id: null },
        { id: "b", whatsapp_message_id: null },
      ],
      ["a", "b"],
    ],
    [
      "not because both are empty",
      [
        { id: "a", whatsapp_message_id: "" },
        { id: "b", whatsapp_message_id: "" },
      ],
      ["a", "b"],
    ],
    [
      "not because an id is another's",
      [
        { id: "a", whatsapp_message_id: "b" },
        { id: "b", whatsapp_message_id: "a" },
      ],
      ["a", "b"],
    ],
    [
      "when one ties two others together",
      [{ id: "a" }, { id: "a", whatsapp_message_id: "w" }, { id: "c", whatsapp_message_id: "w" }],
      ["a"],
    ],
  ])("a message, %s", async (_what, items, given) => {
    await using server = await holding(items);
    expect(ids((await outcomeOf(server.agent.messages.iterate({ chatId }))).items)).toEqual(given);
  });

  test("a message on two pages", async () => {
    const double = { id: "double", whatsapp_message_id: "w" };
    const items = [{ id: "first", whatsapp_message_id: "w" }, ...many(60), double];
    await using server = await holding(items);
    expect((await outcomeOf(server.agent.messages.iterate({ chatId }))).items).toEqual(items.slice(0, -1));
  });
});

test("a checkpoint holds only fingerprints, also of items without an id", async () => {
  await using server = await holding([{ id: "a", name: "geheim" }, { name: "geheim" }]);
  const iteration = server.wipsy.tags.iterate();
  await outcomeOf(iteration);
  expect(iteration.checkpoint).toEqual({
    ...{ operation: "getTags", position: {}, before: [] },
    seen: [expect.stringMatching(/^[0-9a-z]{5,11}$/), expect.stringMatching(/^[0-9a-z]{5,11}$/)],
  });
});

describe("sorts messages by time within a page", () => {
  const minute = (count: number) => new Date(Date.UTC(2030, 0, 1, 0, count)).toISOString();
  const dated = (count: number) => many(count).map((item, index) => ({ ...item, created_at: minute(index) }));

  test("formats, microseconds and zones; messages without a time come last", async () => {
    const items = [
      { id: "none" },
      { id: "4", created_at: "2025-11-02T10:00:00.123457+00:00" },
      { id: "3", created_at: "2025-11-02T10:00:00.123456+00:00" },
      { id: "wrong", created_at: "tomorrow" },
      { id: "2", created_at: "2025-11-02T10:00:00.123Z" },
      { id: "5", created_at: "2025-11-02T06:00:00-05:00" },
      { id: "1", created_at: "2025-11-02T10:59:59+01:00" },
      { id: "null", created_at: null },
    ];
    await using server = await holding(items);
    const iteration = server.agent.messages.iterate({ chatId });
    const order = ["1", "2", "3", "4", "5", "none", "wrong", "null"];
    expect(ids((await outcomeOf(iteration)).items)).toEqual(order);
    expect(ids(await iteration.toArray({ limit: 8 }))).toEqual(order);
    for await (const page of iteration.pages()) expect(ids(page.items)).toEqual(order);
  });

  test("oldest first", async () => {
    const items = dated(120);
    await using server = await holding(items);
    expect((await outcomeOf(server.agent.messages.iterate({ chatId }))).items).toEqual(items);
    expect(await server.agent.messages.iterate({ chatId }).toArray({ limit: 70 })).toEqual(items.slice(0, 70));
  });

  test("newest first", async () => {
    const items = dated(120);
    await using server = await holding(items.toReversed());
    const all = await outcomeOf(server.agent.messages.iterate({ chatId }));
    expect(all.items).toEqual([...items.slice(70), ...items.slice(20, 70), ...items.slice(0, 20)]);
    // The messages that the server returns for this limit, not the oldest of the last page.
    expect(await server.agent.messages.iterate({ chatId }).toArray({ limit: 70 })).toEqual(items.slice(50));
    expect(await server.agent.messages.iterate({ chatId }).toArray({ limit: 3 })).toEqual(items.slice(117));
  });

  test("keeps the server's order of other items", async () => {
    const items = dated(60).toReversed();
    await using server = await holding(items);
    expect((await outcomeOf(server.wipsy.chats.iterate())).items).toEqual(items);
  });
});
