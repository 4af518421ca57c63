import { subscribe } from "node:diagnostics_channel";
import { Wipsy } from "wipsy-client";

// A script of a user's: so many calls, one after the other, and no agent to destroy. Says what keeps the process alive.

const [baseUrl = "", calls = "1", between = ""] = process.argv.slice(2);
const wipsy = new Wipsy({ apiKey: "test-key", baseUrl });
const reports: unknown[] = [];
subscribe("wipsy:request:end", (message) => reports.push(message));
for (let call = 0; call < Number(calls); call += 1) {
  await wipsy.chats.list();
  if (between === "close") wipsy.close();
}
process.once("beforeExit", () => {
  const sockets = process.getActiveResourcesInfo().filter((name) => /TCP|TLS|Timeout/.test(name));
  console.log(JSON.stringify({ sockets, reports }));
});
