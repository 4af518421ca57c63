import { type ExpectStatic, test } from "vitest";
import { called, startWorld, type Way, type World, ways } from "./world.ts";

const args = ["--allow", "send", "--max-sends", "6000"];
const found = { to: "+573001100041", message: "Hola" };
const lost = { to: "+573001100042", message: "Hola" };

/** Sends a message with a command that is killed before the answer comes. */
async function sendAndKill(expect: ExpectStatic, world: World, way: Way, message: typeof found): Promise<void> {
  const before = world.api.sent.length;
  const killed = await world.connect(way, args);
  // Far beyond the test: the answer never comes.
  world.api.delay(600_000, { operation: "sendMessage" });
  const sending = called(killed, "send_message", message);
  sending.catch(() => {});
  await expect.poll(() => world.api.sent.length).toBe(before + 1);
  await killed.kill();
  await killed.client.close();
  await expect(sending).rejects.toThrow();
}

test.concurrent.for(ways)(
  "killed between send and answer and started again over %s, it does not send twice",
  async (way, { expect }) => {
    await using world = await startWorld();
    await sendAndKill(expect, world, way, found);
    await sendAndKill(expect, world, way, lost);
    // As if the server had lost a message that it accepted.
    world.api.messages.splice(1);

    // As if the deadline of the killed calls had passed: the command looks in the agent's chats.
    world.putAhead(60_000);
    const next = await world.connect(way, args);
    expect(await called(next, "send_message", found)).toMatchObject({ reconciled: true, replayed: true });
    expect(await called(next, "send_message", lost)).toMatchObject({
      ...{ isError: true, outcome: "unknown", nextStep: expect.stringMatching(/Do not send again/) },
    });
    expect(world.api.sent).toHaveLength(2);
  },
);
