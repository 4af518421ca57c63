import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { called, type Connected, customer, startWorld, ways, type World } from "./world.ts";

const everything = ["--allow", "send,create,update,delete"];

describe.each(ways)("over %s", (way) => {
  let world: World;
  let reader: Connected;
  let writer: Connected;
  beforeAll(async () => {
    world = await startWorld();
    reader = await world.connect(way);
    writer = await world.connect(way, [...everything, "--max-sends", "6000"]);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test("only reads without --allow", async () => {
    const { tools } = await reader.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      ...["find_contact", "read_conversation", "delivery_of"],
      ...["getChats", "getContacts", "agentGetChats", "agentGetMessages"],
    ]);
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
  });

  test("sends once", async () => {
    const message = { to: customer, message: "Hola" };
    const first = await called(writer, "send_message", message);
    expect(first).toMatchObject({ outcome: "accepted", channel: "whatsapp" });
    expect(await called(writer, "send_message", message)).toMatchObject({ replayed: true, messageId: first.messageId });
    expect(world.api.sent).toHaveLength(1);
  });
});
