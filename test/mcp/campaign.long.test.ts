import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Connected, called, startWorld, type Way, type World } from "./world.ts";

/** A client whose user answers each question. */
async function withUser(world: World, way: Way, answer: () => { action: "accept" | "decline"; confirm?: boolean }) {
  const asked: string[] = [];
  const connected = await world.connect(way, ["--allow", "campaign", "--max-sends", "6000"], {
    capabilities: { elicitation: { form: {} } },
  });
  connected.client.setRequestHandler("elicitation/create", ({ params }) => {
    asked.push(params.message);
    const { action, confirm = true } = answer();
    return action === "accept" ? { action, content: { confirm } } : { action };
  });
  return { connected, asked };
}

const people = (start: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ to: `+5730011${start + index}`, name: `Name ${index}` }));

describe.each(["stdio 2025", "http 2026"] as const)("campaigns over %s", (way) => {
  let world: World;
  let silent: Connected;
  beforeAll(async () => {
    world = await startWorld();
    silent = await world.connect(way, ["--allow", "campaign", "--max-sends", "6000"]);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test("a plan sends nothing, and needs no permission", async () => {
    const reader = await world.connect(way);
    const recipients = [...people(20_001, 2), { to: "3001", name: "x" }, { to: "+573001120009" }];
    const planned = await called(reader, "campaign_plan", { name: "plan", message: "Hola {name}", recipients });
    expect(planned).toMatchObject({
      ...{ rows: 4, channels: { whatsapp: 2 }, invalid: 2, minutes: 1 },
      problems: [{ row: 3 }, { row: 4, problem: expect.stringContaining("name") }],
    });
    expect(JSON.stringify(planned)).not.toMatch(/3001/);
    await expect(reader.client.callTool({ name: "campaign_start", arguments: {} })).rejects.toThrow("not found");
    expect(world.api.executed("sendMessage")).toBe(0);
  });

  test("a start reaches everybody once, and leaves out opt-outs", async () => {
    const recipients = people(20_101, 3);
    const args = { name: "once", message: "Hola {name}", recipients, exclude: [recipients[2]?.to] };
    const done = { started: true, isComplete: true, rows: 3, note: expect.stringMatching(/It is over/) };
    expect(await called(silent, "campaign_start", args)).toMatchObject({
      ...done,
      states: { accepted: 2, excluded: 1 },
    });
    expect(await called(silent, "campaign_start", args)).toMatchObject({
      ...done,
      states: { replayed: 2, excluded: 1 },
    });
    expect(world.api.sent.map(({ message }) => message)).toEqual(["Hola Name 0", "Hola Name 1"]);
    expect(await called(silent, "campaign_start", { ...args, message: "Adiós {name}" })).toMatchObject({
      ...{ isError: true, outcome: "not-sent" },
    });
    expect(world.api.executed("sendMessage")).toBe(2);
  });

  test("a user who can be asked decides", async () => {
    let confirm = false;
    const { connected, asked } = await withUser(world, way, () => ({ action: "accept", confirm }));
    const before = world.api.executed("sendMessage");
    const args = { name: "asked", message: "Hola", recipients: people(20_201, 2) };
    expect(await called(connected, "campaign_start", args)).toMatchObject({
      started: false,
      note: expect.stringMatching(/declined/),
    });
    expect(asked).toEqual([expect.stringMatching(/Send "Hola" to 2 recipients/)]);
    expect(world.api.executed("sendMessage")).toBe(before);
    confirm = true;
    expect(await called(connected, "campaign_start", args)).toMatchObject({ started: true, states: { accepted: 2 } });
    const refusing = await withUser(world, way, () => ({ action: "decline" }));
    expect(await called(refusing.connected, "campaign_start", { ...args, name: "refused" })).toMatchObject({
      started: false,
    });
    expect(world.api.executed("sendMessage")).toBe(before + 2);
  });
});
