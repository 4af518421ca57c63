// The package loaded twice: its classes are two, its guard goes by name, and its entry points take either client.
import { createRequire } from "node:module";
import { InputError, isWipsyError } from "wipsy-client";
import { watchChats, watchMessages } from "wipsy-client/feed";
import { rawClient } from "wipsy-client/raw";

const { Wipsy } = createRequire(import.meta.url)("wipsy-client");
const wipsy = new Wipsy();
const session = { agent: { id: "agent-1" }, session: { token: "agent-session-token" } };
const error = await wipsy.messages.send({ to: "ig_", message: "Hola" }).catch((caught) => caught);
const events = [];
for await (const event of watchMessages(wipsy.agent({ session }), { checkpoint: new Date(0) })) {
  events.push(event.type);
  break;
}
for await (const event of watchChats(wipsy, { checkpoint: new Date(0) })) {
  events.push(event.type);
  break;
}
const { data } = await rawClient(wipsy).GET("/api-get-chats");
console.log(
  JSON.stringify({
    sameClass: error instanceof InputError,
    guard: isWipsyError(error),
    guardByName: isWipsyError(error, "InputError"),
    guardByAnotherName: isWipsyError(error, "ApiError"),
    events,
    raw: data?.success,
  }),
);
