import { join } from "node:path";
import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { exportMessages } from "../../examples/messages-to-csv.ts";
import { createAccount } from "../support/account.ts";
import { tempDir } from "../support/temp-dir.ts";
import { session } from "./feed.ts";

// It asks for the messages of each of 1,000 chats.
test("reports a truncated list of chats", async () => {
  const account = createAccount();
  for (let count = 0; count < 1000; count += 1) account.open();
  await using api = await account.listen();
  await using dir = await tempDir();
  const agent = new Wipsy({ baseUrl: api.url }).agent({ session });
  const progress = { add() {}, part() {}, end() {} };
  const { cut, chats } = await exportMessages(agent, join(dir.path, "messages.csv"), false, progress);
  expect({ cut, chats: chats.length }).toEqual({ cut: ["the list of chats"], chats: 1000 });
});
