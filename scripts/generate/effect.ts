import type { Effect } from "../../src/operation.ts";
import type { Place } from "./description.ts";
import { verbOf } from "./names.ts";
import { wordsOf } from "./words.ts";

/** The words that a reading operation's id begins with. */
const readingVerbs = ["get", "list", "search"];

/**
 * Words of ids that do more than read, as `getOrCreateUser` does. A read that is taken for a write is only not repeated;
 * a write that is taken for a read would be done twice.
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
]);

/** Whether an operation's id says that it only reads: it begins with get, list or search, and no word says otherwise. */
export function isReadingId(id: string, agent: boolean): boolean {
  // Parts `getORCreate`, too.
  const words = wordsOf(id.replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2"));
  return readingVerbs.includes(verbOf(id, agent)) && !words.some((word) => doing.has(word.toLowerCase()));
}

/** What repeating an operation does: as `x-effect` says, else by its method. A POST is a read where its id says so. */
export function effectOf({ method, operation }: Place, agent: boolean): Effect {
  const { "x-effect": stated } = operation as { "x-effect"?: unknown };
  if (stated === "read" || stated === "idempotent" || stated === "write") return stated;
  if (method === "GET") return "read";
  if (method === "PUT" || method === "DELETE") return "idempotent";
  return method === "POST" && isReadingId(operation.operationId, agent) ? "read" : "write";
}
