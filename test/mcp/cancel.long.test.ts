import { test } from "vitest";
import { called, startWorld } from "./world.ts";

// Over HTTP with the protocol of 2025, the command serves each request alone and sees no cancellation.
const cancelable = ["stdio 2025", "stdio 2026", "http 2026"] as const;

test.concurrent.for(cancelable)(
  "a canceled call over %s whose message waits for its turn sends nothing",
  async (way, { expect }) => {
    await using world = await startWorld();
    const sender = await world.connect(way, ["--allow", "send", "--max-sends", "4"]);
    const [first, second, third] = ["+573001100011", "+573001100012", "+573001100013"];
    const send = (to: string, signal?: AbortSignal) => called(sender, "send_message", { to, message: "Hola" }, signal);
    await send(first);
    const stop = new AbortController();
    const waiting = send(second, stop.signal);
    waiting.catch(() => {});
    // It has claimed its key when the same call is refused.
    await expect.poll(async () => (await send(second)).nextStep).toMatch(/Another call/);
    stop.abort();
    await expect(waiting).rejects.toThrow();
    // Messages go out in order.
    expect(await send(third)).toMatchObject({ outcome: "accepted" });
    expect(world.api.sent.map(({ to }) => to)).toEqual([first, third]);
  },
);

test.concurrent.for(cancelable)(
  "a canceled call over %s whose message is under way records its outcome",
  async (way, { expect }) => {
    await using world = await startWorld();
    const sender = await world.connect(way, ["--allow", "send", "--max-sends", "6000"]);
    const message = { to: "+573001100021", message: "Hola" };
    world.api.delay(2000, { operation: "sendMessage" });
    const stop = new AbortController();
    const sending = called(sender, "send_message", message, stop.signal);
    sending.catch(() => {});
    await expect.poll(() => world.api.sent.length).toBe(1);
    stop.abort();
    await expect(sending).rejects.toThrow();
    await expect.poll(() => called(sender, "send_message", message)).toMatchObject({ replayed: true });
    expect(world.api.sent).toHaveLength(1);
  },
);
