import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { csvOf, jsonLines } from "../../src/cli/export/format.ts";
import { columns, exportMessages } from "../../src/cli/export/messages.ts";
import { textsIn } from "../../src/cli/texts/language.ts";
import { createAccount } from "../support/account.ts";
import { tempDir } from "../support/temp-dir.ts";
import { session } from "./run.ts";

const en = textsIn("en");

// It asks for the messages of each of 1,000 chats.
test("reports a truncated list of chats", async () => {
  const account = createAccount();
  for (let count = 0; count < 1000; count += 1) account.open();
  await using api = await account.listen();
  await using dir = await tempDir();
  const agent = new Wipsy({ baseUrl: api.url }).agent({ session });
  const progress = { add() {}, part() {}, end() {} };
  const to = { file: join(dir.path, "messages.csv"), format: csvOf(columns), isResumed: false };
  const { hasAllChats, chats } = await exportMessages(agent, to, progress, en);
  expect({ hasAllChats, chats: chats.length }).toEqual({ hasAllChats: false, chats: 1000 });
});

test("exports chats whose ids are numbers, as in another description", async () => {
  await using dir = await tempDir();
  const listing = (itemsOf: (query: { chatId?: unknown }) => object[]) => ({
    list: () => expect.fail("reads whole lists"),
    iterate: (query: object) => ({
      async *pages() {
        yield { items: itemsOf(query), complete: true };
      },
    }),
  });
  const agent = {
    chats: listing(() => [{ id: 7 }, { id: 8 }]),
    messages: listing(({ chatId }) => [{ id: "m-1", content: `of ${chatId}`, of: typeof chatId }]),
  };
  const to = { file: join(dir.path, "messages.jsonl"), format: jsonLines, isResumed: false };
  const { chats } = await exportMessages(agent, to, { add() {}, part() {}, end() {} }, en);
  expect(chats).toEqual(["7", "8"]);
  const lines = (await readFile(to.file, "utf8")).trim().split("\n");
  const written = lines.map((line) => JSON.parse(line));
  expect(written).toMatchObject([
    { content: "of 7", of: "number" },
    { content: "of 8", of: "number" },
  ]);
});
