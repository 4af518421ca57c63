import { expect, test } from "vitest";
import { operations } from "../../generated/operations.ts";
import { idOf, inputFor, oneFor, readsOf } from "../../scripts/check-live/plan.ts";
import type { Operation } from "../../src/operation/table.ts";
import { session } from "../support/live-account.ts";

// What each read is called with; the whole program is in check-live.test.ts.

const { getChats, getMessages, agentGetMessages, getTags } = operations.rows as Record<string, Operation>;
const [list, messages, agentMessages, tags] = [getChats, getMessages, agentGetMessages, getTags] as [
  Operation,
  Operation,
  Operation,
  Operation,
];
const means = { session: undefined, inferred: true, ids: new Map([["chats", "c-1"]]) };

/** What is said where no answer gave a parameter. */
const without = (name: string, more = "") => {
  return { is: "not checked", why: `needs ${name}, which no answer gave${more}` } as const;
};
const empty = ": there may be none in the account";

test.each<[string, Operation, Parameters<typeof inputFor>[1], ReturnType<typeof inputFor>]>([
  ["a list", list, means, { query: { limit: 20 }, body: undefined }],
  [
    "a list with a lower bound",
    { ...list, query: { limit: { maximum: 5 } } },
    means,
    { query: { limit: 5 }, body: undefined },
  ],
  ["a list without a limit", tags, means, { query: {}, body: undefined }],
  ["an id from another list", messages, means, { query: { chatId: "c-1", limit: 20 }, body: undefined }],
  ["no id", messages, { ...means, ids: new Map() }, without("chatId", empty)],
  ["an id of the wrong list", agentMessages, { ...means, session }, without("chatId", empty)],
  ["no session", agentMessages, means, { is: "left out", why: "needs an agent's session: --session <file>" }],
  [
    "a guess",
    tags,
    { ...means, inferred: false },
    { is: "left out", why: "inferred, so it may not exist: --inferred asks for it" },
  ],
  [
    "a path parameter",
    { ...list, path: "/chats/{id}" },
    means,
    { is: "not checked", why: "has a parameter in its path, and those are not asked for" },
  ],
  ["an unknown need", { ...list, query: { since: { required: true } } }, means, without("since")],
])("%s", (_, operation, given, expected) => {
  expect(inputFor(operation, given)).toEqual(expected);
});

test("ids come from the first item of a list, and ask for it alone", () => {
  const answer = { data: [{ id: "c-9" }, { id: "c-8" }] };
  expect(idOf(list, answer)).toEqual(["chats", "c-9"]);
  expect(oneFor(list, answer)).toEqual({ query: { chatId: "c-9" }, body: undefined });
  for (const none of [{ data: [] }, { data: [{ id: 7 }] }, { data: null }, null, "x"]) {
    expect(oneFor(list, none)).toBeUndefined();
  }
});

test("what needs an id comes after the lists", () => {
  const ids = readsOf(operations.rows).map(({ id }) => id);
  expect(ids.slice(-2).sort()).toEqual(["agentGetMessages", "getMessages"]);
});
