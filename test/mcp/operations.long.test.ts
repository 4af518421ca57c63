import { expect, test } from "vitest";
import { operations } from "../../generated/operations.ts";
import { called, customer, startWorld } from "./world.ts";

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The least that a schema requires. */
function leastOf(
  { type, enum: values, required = [], properties = {} }: Schema,
  ids: Readonly<Record<string, string>>,
): unknown {
  if (values) return values[0];
  const [kind] = [type ?? "object"].flat();
  if (kind === "object")
    return Object.fromEntries(required.map((name) => [name, ids[name] ?? leastOf(properties[name] ?? {}, ids)]));
  return { string: "text", integer: 1, number: 1, boolean: true, array: [] }[String(kind)];
}

test("each operation has a tool, with --inferred also those that may not exist, and each tool works", async () => {
  await using world = await startWorld({ allowInferred: true });
  const allow = ["--allow", "send,create,update,delete"];
  const usual = await world.connect("stdio 2026", [...allow, "--max-sends", "6000"]);
  const all = await world.connect("stdio 2026", [...allow, "--max-sends", "6000", "--inferred"]);
  const rows = Object.values(operations.rows).filter(({ byHand }) => !byHand?.includes("messages.send"));
  const { tools } = await all.client.listTools();
  const usualNames = (await usual.client.listTools()).tools.map(({ name }) => name);
  for (const { id, evidence } of rows) {
    expect(tools.map(({ name }) => name)).toContain(id);
    expect(usualNames.includes(id), id).toBe(evidence !== "inferred");
    expect(tools.find(({ name }) => name === id)?.description).toContain(
      `Evidence: ${evidence === "documented" ? "doc" : evidence === "partial" ? "doc" : "not doc"}`,
    );
  }

  const chatId = String(world.api.receive({ from: customer, content: "Hola" }).chat_id);
  const ids: Record<string, string> = { chatId, contactId: String(world.api.contacts[0]?.id) };
  const argsFor = (name: string) => {
    const schema = tools.find((tool) => tool.name === name)?.inputSchema as Schema;
    return leastOf(schema, ids) as Record<string, unknown>;
  };
  const { data } = (await called(all, "getChats")) as { data: { chat_buttons: { id: string }[] } };
  ids.buttonId = String(data.chat_buttons[0]?.id);
  // What is created is changed, and at last deleted.
  const rank = ({ id }: { id: string }) =>
    ["create", "get", "agent", "update", "delete"].findIndex((word) => id.startsWith(word));
  for (const { id, namespace } of rows.toSorted((a, b) => rank(a) - rank(b))) {
    const result = await called(all, id, argsFor(id));
    expect(result, `${id} ${JSON.stringify(argsFor(id))}`).toMatchObject({ isError: false, data: expect.anything() });
    const made = Object(Object(result.data).data).id;
    if (id.startsWith("create")) ids[`${namespace.replace(/s$/, "")}Id`] = String(made);
  }
  expect(world.api.violations).toEqual([]);
});
