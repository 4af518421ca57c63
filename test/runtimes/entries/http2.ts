import { isWipsyError, Wipsy } from "wipsy-client";

// For Node 26, whose own fetch uses HTTP/2: sends as many messages at once as the command line says, and prints how many
// came to each outcome.
const [, , baseUrl = "", sends = "", maxRetries = ""] = process.argv;
const wipsy = new Wipsy({ apiKey: "smoke-key", baseUrl, fetch: globalThis.fetch, maxRetries: Number(maxRetries) });
// The messages find a connection that stands, and share it.
await wipsy.chats.list();
const tally: Record<string, number> = {};
const count = (outcome: string) => {
  tally[outcome] = (tally[outcome] ?? 0) + 1;
};
await Promise.all(
  Array.from({ length: Number(sends) }, (_, index) =>
    wipsy.messages.send({ to: "+573001112233", message: `Mensaje ${index}` }).then(
      () => count("done"),
      (error: unknown) => count(isWipsyError(error) ? error.outcome : String(error)),
    ),
  ),
);
console.log(JSON.stringify(tally));
