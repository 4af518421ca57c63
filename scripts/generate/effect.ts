import type { Effect } from "../../src/operation/table.ts";
import { wordsOf } from "../openapi/casing.ts";
import type { Place } from "../openapi/operations.ts";
import { verbOf } from "./names.ts";

/** First words of the ids of read operations. */
const readingVerbs = ["get", "list", "search"];

/**
 * Words in an id that imply more than a read, as in `getOrCreateUser`. Mistaking a read for a write only loses a retry;
 * mistaking a write for a read would send it twice.
 */
const doing = new Set([
  ...["and", "or", "then", "if", "ensure", "generate", "trigger", "execute", "run", "process", "apply", "perform"],
  ...["create", "make", "new", "add", "append", "insert", "register", "upload", "import", "copy", "clone", "duplicate"],
  ...["update", "upsert", "change", "edit", "modify", "patch", "put", "post", "save", "store", "set", "reset", "write"],
  ...["delete", "remove", "destroy", "clear", "purge", "drop", "archive", "unarchive", "restore", "merge", "move"],
  ...["send", "resend", "reply", "forward", "publish", "notify", "invite", "share", "call", "request", "submit"],
  ...["assign", "unassign", "claim", "take", "pop", "consume", "acquire", "reserve", "lock", "unlock", "release"],
  ...["start", "stop", "open", "close", "cancel", "approve", "reject", "accept", "confirm", "complete", "finish"],
  ...["enable", "disable", "activate", "deactivate", "block", "unblock", "mark", "toggle", "increment", "decrement"],
  ...["login", "logout", "refresh", "renew", "rotate", "revoke", "sync", "schedule", "pay", "charge", "refund", "book"],
  ...["subscribe", "unsubscribe", "join", "leave", "connect", "disconnect", "link", "unlink"],
  ...["pause", "resume", "suspend", "retry", "restart", "abort", "terminate", "expire", "snooze", "unsnooze"],
  ...["mute", "unmute", "pin", "unpin", "hide", "unhide", "follow", "unfollow", "dismiss", "acknowledge", "resolve"],
  ...["attach", "detach", "replace", "rename", "swap", "convert", "export", "transfer", "withdraw", "redeem", "grant"],
  ...["verify", "authenticate", "authorize", "enqueue", "dequeue", "pull", "push", "dispatch", "broadcast", "checkout"],
  // Reading one of these creates it or uses it up.
  ...["next", "otp", "code", "passcode", "token", "nonce", "challenge", "verification", "ticket"],
]);

/** Whether an id names a read: it begins with get, list or search and has no word that implies a write. */
export function isReadingId(id: string, agent: boolean): boolean {
  // Splits `getORCreate` too.
  const words = wordsOf(id.replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2"));
  return readingVerbs.includes(verbOf(id, agent)) && !words.some((word) => doing.has(word.toLowerCase()));
}

const effects: readonly Effect[] = ["read", "idempotent", "write"];

function statedOf({ operation }: Place): unknown {
  return (operation as { "x-effect"?: unknown })["x-effect"];
}

/**
 * Returns an operation's effect: its `x-effect`, or else what its HTTP method implies. A POST is a read if its id names
 * one. An invalid `x-effect` counts as a write, so that a typo never causes a retry.
 */
export function effectOf(place: Place, agent: boolean): Effect {
  const stated = statedOf(place);
  if (stated !== undefined) return effects.find((one) => one === stated) ?? "write";
  const { method, operation } = place;
  if (method === "GET") return "read";
  if (method === "PUT" || method === "DELETE") return "idempotent";
  return method === "POST" && isReadingId(operation.operationId, agent) ? "read" : "write";
}

/** Reports an invalid `x-effect` as the end of a sentence; empty if it is valid or absent. */
export function effectNotes(place: Place): string[] {
  const stated = statedOf(place);
  if (stated === undefined || effects.some((one) => one === stated)) return [];
  const none = `its x-effect is ${JSON.stringify(stated)}, not read, idempotent or write`;
  return [`${none}: it counts as a write, and is not repeated`];
}
