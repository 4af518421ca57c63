import { describe, expect, test } from "vitest";
import type { KeyRecord, KeyState } from "wipsy-client";
import { decide } from "../../src/idempotency/decide.ts";

const now = 1_900_000_000_000;
const wanted = { operation: "sendMessage", fingerprint: "f1" };
const record = (state: KeyState, deadline: number): KeyRecord => ({
  ...wanted,
  ...{ key: "k", state, token: "t1", startedAt: now - 1000, deadline, changedAt: now - 1000 },
});

const states: readonly KeyState[] = ["started", "accepted", "not-sent", "rejected", "unknown"];

test("a key without a record is claimed", () => {
  expect(decide(undefined, wanted, now)).toEqual({ act: "claim", expected: undefined });
});

test.each<[KeyState, number, object]>([
  ["accepted", now + 500, { act: "replay" }],
  ["accepted", now - 500, { act: "replay" }],
  ["started", now + 500, { act: "wait", retryAfterMs: 500 }],
  ["started", now + 1, { act: "wait", retryAfterMs: 1 }],
  ["started", now, { act: "ask" }],
  ["started", now - 500, { act: "ask" }],
  ["started", 0, { act: "ask" }],
  ["unknown", now + 500, { act: "ask" }],
  ["unknown", now - 500, { act: "ask" }],
  ["not-sent", now + 500, { act: "claim", expected: "t1" }],
  ["not-sent", now - 500, { act: "claim", expected: "t1" }],
  ["rejected", now + 500, { act: "claim", expected: "t1" }],
  ["rejected", now - 500, { act: "claim", expected: "t1" }],
])("%s with deadline %i", (state, deadline, expected) => {
  expect(decide(record(state, deadline), wanted, now)).toMatchObject(expected);
});

describe.each(states)("%s for another", (state) => {
  test.each([
    ["input", { ...wanted, fingerprint: "f2" }],
    ["operation", { ...wanted, operation: "createContact" }],
  ])("%s is refused", (_what, other) => {
    expect(decide(record(state, now + 500), other, now)).toEqual({ act: "refuse" });
  });
});
