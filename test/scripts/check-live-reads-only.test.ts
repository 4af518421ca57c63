import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { operations } from "../../generated/operations.ts";
import { isRead, readsOnly } from "../../scripts/check-live/ask.ts";
import type { Operation } from "../../src/operation/table.ts";
import { root } from "../support/run.ts";

// check:live sends only reads: its guard refuses everything else, the program sends only through the guard, and
// (check-live.test.ts) a server gets nothing else.

const base = "https://example.com/functions/v1";
const all = Object.values(operations.rows);
const [read] = all.filter(isRead) as [Operation];

afterEach(() => void vi.restoreAllMocks());

/** Sends a request through the guard. Returns the requested URL, or `undefined`. */
async function leaving(operation: Operation): Promise<string | undefined> {
  let left: string | undefined;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
    left = String(input);
    return new Response("{}");
  });
  try {
    await readsOnly(base, operations.rows)(`${base}${operation.path}?limit=1`, { method: operation.method });
  } catch (error) {
    expect(String(error)).toContain("check:live only reads");
  }
  return left;
}

test("allows exactly the read operations of the table", () => {
  expect(
    all
      .filter(isRead)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([
    "agentGetChats",
    "agentGetMessages",
    "getChats",
    "getContacts",
    "getCustomFields",
    "getMessages",
    "getPipelineStages",
    "getProducts",
    "getTags",
  ]);
});

test.each(all.map((operation) => [operation.id, operation] as const))(
  "%s is sent if it is a read",
  async (_, operation) => {
    expect(await leaving(operation)).toBe(isRead(operation) ? `${base}${operation.path}?limit=1` : undefined);
  },
);

describe("refused before a connection is made", () => {
  const send = operations.rows.sendMessage as Operation;
  const wrong: [string, Partial<Operation>][] = [
    ["a send that says it is a read", { ...send, effect: "read" }],
    ["another method on the path of a read", { method: "POST" }],
    ["another method on the path of a read", { method: "DELETE" }],
    ["a path below that of a read", { path: `${read.path}/1` }],
    ["dots", { path: `${read.path}/../api-send-message` }],
    ["escaped dots", { path: `${read.path}/%2e%2e/api-send-message` }],
    ["two slashes", { path: `/${read.path}` }],
    ["other letters", { path: read.path.toUpperCase() }],
    ["an escaped letter", { path: read.path.replace("a", "%61") }],
    ["another host", { path: "@example.org/functions/v1/api-get-chats" }],
    ["no path", { path: "" }],
  ];
  test.each(wrong)("%s: %j", async (_, change) => {
    expect(await leaving({ ...read, ...change })).toBeUndefined();
  });
});

test("a description cannot turn a write into a read", () => {
  const row = (change: Partial<Operation>) => isRead({ ...read, ...change });
  expect(row({})).toBe(true);
  expect(row({ method: "POST", id: "sendMessage" })).toBe(false);
  expect(row({ method: "POST", id: "getaway" })).toBe(false);
  expect(row({ method: "POST", id: "getOrCreateChat" })).toBe(false);
  expect(row({ method: "PUT", id: "getChats" })).toBe(false);
  expect(row({ effect: "write" })).toBe(false);
  expect(row({ handwritten: true })).toBe(false);
});

test("the client sends only through the guard", () => {
  const folder = join(root, "scripts/check-live");
  const files = [join(root, "scripts/check-live.ts"), ...readdirSync(folder).map((name) => join(folder, name))];
  const asking = readFileSync(join(folder, "ask.ts"), "utf8");
  expect(asking.match(/\bfetch\(/g)).toHaveLength(1);
  expect(asking.match(/new Wipsy\(\{ \.\.\.options, fetch: recording,/g)).toHaveLength(1);
  expect(asking).toContain(
    "const recording: Fetch = async (...request) => {\n    const response = await reads(...request);",
  );
  const others = files.filter((file) => !file.endsWith("ask.ts"));
  expect(others).toHaveLength(files.length - 1);
  for (const file of others) {
    const text = readFileSync(file, "utf8");
    expect(text, file).not.toMatch(
      /\bfetch\(|\bfetch\b.*=|node:(https?|http2|net|tls|dgram)|undici|new Wipsy|XMLHttp|WebSocket/,
    );
    expect(text.match(/import (?!type)[^;]*src\/(index|wipsy|transport|raw)/), file).toBeNull();
  }
});
