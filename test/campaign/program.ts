import { readFileSync } from "node:fs";
import { sendMany } from "../../src/campaign/index.ts";
import { Wipsy } from "../../src/index.ts";
import { sqliteStore } from "../../src/stores/sqlite.ts";

// Runs a campaign on an SQLite store, whatever became of earlier runs. With a file of those who got a message, a person's
// look into the chats, it settles the unknown rows instead.

const [path = "", baseUrl = "", count = "", reached = ""] = process.argv.slice(2);
const wipsy = new Wipsy({ apiKey: "test-key", baseUrl, idempotency: sqliteStore(path), deadline: 3000, maxRetries: 0 });

/** Every fifth person is in the list a second time, in another spelling and under another name. */
function* recipients() {
  for (let index = 0; index < Number(count); index += 1) {
    const to = `+5730011${10_000 + index}`;
    yield { to, name: `Name ${index}` };
    if (index % 5 === 0) yield { to: to.slice(1), name: `Other ${index}` };
  }
}

const options = { name: "november-offer", message: "Hola {name}", concurrency: 2 };
const campaign = sendMany(wipsy, recipients, options);
for await (const { state, key = "", recipient } of campaign) {
  if (!reached || state !== "unknown") continue;
  const got: string[] = JSON.parse(readFileSync(reached, "utf8"));
  await wipsy.idempotency.resolve(key, got.includes(recipient.to) ? "sent" : "not-sent");
}
console.log(JSON.stringify(campaign.report));
process.exit(0);
