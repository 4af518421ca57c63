import { describe, expect, test } from "vitest";
import { codeOf, reportsIn, startApi, startSenders } from "./senders.ts";

// Many processes with the same keys.

describe.each(await startSenders())("%s", (_kind, { start, logOf }) => {
  test("of 50 processes at once, one sends each message", async () => {
    await using api = await startApi();
    const logs = Array.from({ length: 50 }, (_, n) => logOf(`together-${n}`));
    const children = logs.map((log) => start(api.url, { first: 0, count: 200, isShuffled: true }, log));
    expect(await Promise.all(children.map(codeOf))).toEqual(Array(50).fill(0));
    expect([...api.executed.values()]).toEqual(Array(200).fill(1));
    const results = logs.flatMap(reportsIn).map(({ result }) => result);
    expect(results).toHaveLength(10_000);
    expect(results.filter((result) => result === "sent")).toHaveLength(200);
    // "store": SQLite gives up after 5 seconds of other processes' writes.
    const others = results.filter((result) => !["sent", "replayed", "in-progress", "store"].includes(result));
    expect(others).toEqual([]);
  });
});
