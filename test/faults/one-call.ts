import { subscribe } from "node:diagnostics_channel";
import { Wipsy } from "wipsy-client";

// A script of a user's: so many calls, one after the other, and no agent to destroy. Says what keeps the process alive
// after its last call.

const [baseUrl = "", calls = "1", how = ""] = process.argv.slice(2);
const wipsy = new Wipsy({ apiKey: "test-key", baseUrl, ...(how === "fetch" && { fetch: globalThis.fetch }) });
const reports: unknown[] = [];
subscribe("wipsy:request:end", (message) => reports.push(message));
for (let call = 0; call < Number(calls); call += 1) {
  await wipsy.chats.list();
  if (how === "close") wipsy.close();
}
// The connection of the answer is put away in a later turn of the event loop.
for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
const sockets = process.getActiveResourcesInfo().filter((name) => /TCP|TLS|Timeout/.test(name));
process.once("beforeExit", () => console.log(JSON.stringify({ sockets, reports })));
