import type { Effect, Outcome } from "wipsy-client";
import type { Fault, FaultName } from "./faults.ts";

/**
 * The meaning of an attempt's result. Written from the specified table, not from `src/call/retry.ts`, which it checks.
 */
export type Meaning =
  | "good"
  | "not reached"
  | "not reachable"
  | "redirect"
  | "see other"
  | "lost"
  | "timed out"
  | "429 with a wait"
  | "429"
  | "not ready"
  | "failed"
  | "garbled"
  | "too large"
  | "hook failed"
  | "hook failed unsent"
  | "refused";

interface Row {
  readonly outcome: Outcome;
  readonly retried: readonly Effect[];
}

const all = ["read", "idempotent", "write"] as const;
const safe = ["read", "idempotent"] as const;

/** The specified table. */
export const table: Readonly<Record<Exclude<Meaning, "good">, Row>> = {
  "not reached": { outcome: "not-sent", retried: all },
  "not reachable": { outcome: "not-sent", retried: [] },
  redirect: { outcome: "rejected", retried: [] },
  "see other": { outcome: "unknown", retried: [] },
  lost: { outcome: "unknown", retried: safe },
  "timed out": { outcome: "unknown", retried: safe },
  "429 with a wait": { outcome: "rejected", retried: all },
  "429": { outcome: "rejected", retried: safe },
  "not ready": { outcome: "rejected", retried: all },
  failed: { outcome: "unknown", retried: safe },
  garbled: { outcome: "unknown", retried: safe },
  "too large": { outcome: "unknown", retried: [] },
  "hook failed": { outcome: "unknown", retried: [] },
  "hook failed unsent": { outcome: "not-sent", retried: [] },
  refused: { outcome: "rejected", retried: [] },
};

const meanings: Readonly<Record<Exclude<FaultName, "status">, Meaning>> = {
  good: "good",
  slowly: "good",
  twice: "good",
  "early hints": "good",
  processing: "good",
  "9 MB": "good",
  "wrong content type": "good",
  "no length": "good",
  // Node's fetch treats an unrequested 100 as the end of the connection.
  continue: "lost",
  "reads and closes": "lost",
  "reads and resets": "lost",
  "half a header": "lost",
  "half a body": "lost",
  "too long": "lost",
  garbage: "lost",
  "broken chunks": "lost",
  "broken gzip": "lost",
  "accepts and closes": "lost",
  "accepts and resets": "lost",
  untold: "lost",
  "half a header and hangs": "timed out",
  "half a body and hangs": "timed out",
  nothing: "timed out",
  "too short": "garbled",
  "gzip bomb": "too large",
  "broken JSON": "garbled",
  HTML: "garbled",
  "success: false": "refused",
  refuses: "not reached",
  EAI_AGAIN: "not reached",
  "connect time-out": "not reached",
  "reset while connecting": "not reached",
  "no route": "not reached",
  ENOTFOUND: "not reachable",
  "self-signed": "not reachable",
  expired: "not reachable",
  "wrong host": "not reachable",
  // An open connection can break with the same error.
  "no TLS": "lost",
  "answers early": "refused",
  "gives status 0": "lost",
  "rejects with an odd code": "lost",
  "rejects with a wrapper": "lost",
  "rejects with one of two": "lost",
  "rejects with a string": "lost",
  "rejects with undefined": "lost",
  "rejects with a trap": "lost",
  "rejects with itself as cause": "lost",
  "rejects with a foreign error": "lost",
  "HTTP/2": "good",
  "HTTP/2 refuses the stream": "not reached",
  "HTTP/2 resets the stream": "lost",
  "HTTP/2 closes": "lost",
  "HTTP/2 goes away": "lost",
  "hook throws": "hook failed unsent",
  "hook throws afterwards": "hook failed",
  "hook sends twice": "hook failed",
  // 503 with Retry-After, which does not answer the lost request.
  "hook answers for a lost request": "failed",
  "hook answers, and sends later": "429 with a wait",
};

const asksToWait = ({ wait }: Fault) => wait?.ms !== undefined;

function meaningOf503(fault: Fault): Meaning {
  const { body, code, codeIn } = fault;
  const didNotBoot = code === "BOOT_ERROR" && (body === undefined || codeIn === "header");
  // With only Retry-After, it may come from a proxy whose server took the request and was too slow.
  return didNotBoot ? "not ready" : "failed";
}

function meaningOfStatus(fault: Fault): Meaning {
  const { status = 0, body } = fault;
  if (status < 300) return body === undefined && status !== 204 ? "good" : "garbled";
  if (status < 400) return status === 302 || status === 303 ? "see other" : "redirect";
  if (status === 429) return asksToWait(fault) ? "429 with a wait" : "429";
  if (status === 503) return meaningOf503(fault);
  if (status === 408) return "failed";
  return status < 500 || status === 501 || status === 505 ? "refused" : "failed";
}

/** The meaning of a fault. */
export const meaningOf = (fault: Fault): Meaning =>
  fault.name === "status" ? meaningOfStatus(fault) : meanings[fault.name];

/** Whether the server may have acted. */
export const isOpen = (meaning: Meaning): boolean => meaning !== "good" && table[meaning].outcome === "unknown";

/** Whether another attempt follows, if any are left. */
export const isRetried = (meaning: Meaning, effect: Effect): boolean =>
  meaning !== "good" && table[meaning].retried.includes(effect);

/** The class of the error that an attempt ends with. */
export function errorNameOf(meaning: Meaning, { name, status = 200 }: Fault): string {
  if (meaning === "timed out") return "TimeoutError";
  if (meaning === "redirect" || meaning === "see other") return "RedirectError";
  if (meaning === "garbled" || meaning === "too large") return "DecodeError";
  if (meaning === "hook failed" || meaning === "hook failed unsent") return "HookError";
  if (name === "success: false" || name === "answers early") return "ApiError";
  if (name === "hook answers for a lost request") return "ServerError";
  if (name === "hook answers, and sends later") return "RateLimitError";
  if (name !== "status") return "ConnectionError";
  const byStatus: Readonly<Record<number, string>> = {
    401: "AuthenticationError",
    403: "PermissionError",
    404: "NotFoundError",
    429: "RateLimitError",
  };
  return byStatus[status] ?? (status >= 500 ? "ServerError" : "ApiError");
}
