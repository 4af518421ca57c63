/** Faults of the answer to a request that the server has executed. */
export const executed = [
  ...(["good", "slowly", "twice", "early hints", "processing"] as const),
  ...(["continue", "9 MB", "wrong content type", "no length"] as const),
] as const;

/** What the main port does with a request that it has read. */
export const served = [
  ...executed,
  "reads and closes",
  "reads and resets",
  "half a header",
  "half a header and hangs",
  "half a body",
  "half a body and hangs",
  "nothing",
  "too long",
  "too short",
  "garbage",
  "broken chunks",
  "broken gzip",
  "gzip bomb",
  "broken JSON",
  "HTML",
  "success: false",
  "status",
] as const;

/** What a port does that never reads a whole request. */
export const closed = ["refuses", "accepts and closes", "accepts and resets", "answers early"] as const;

/**
 * Failures before there is a connection, as `fetch` reports them; and the error of a runtime that reports no reason.
 */
export const rejected = [
  "EAI_AGAIN",
  "connect time-out",
  "reset while connecting",
  "no route",
  "ENOTFOUND",
  "self-signed",
  "expired",
  "wrong host",
  "no TLS",
  "untold",
] as const;

/** Errors of a caller's own `fetch`, which prove nothing: the request may have been executed. */
export const oddFetches = [
  "gives status 0",
  "rejects with an odd code",
  "rejects with a wrapper",
  "rejects with one of two",
  "rejects with a string",
  "rejects with undefined",
  "rejects with a trap",
  "rejects with itself as cause",
  "rejects with a foreign error",
] as const;

/** Misbehavior of a hook. */
export const oddHooks = [
  "hook throws",
  "hook throws afterwards",
  "hook sends twice",
  "hook answers for a lost request",
  "hook answers, and sends later",
] as const;

/** What a server does over HTTP/2. */
export const overHttp2 = [
  "HTTP/2",
  "HTTP/2 refuses the stream",
  "HTTP/2 resets the stream",
  "HTTP/2 closes",
  "HTTP/2 goes away",
] as const;

export type FaultName =
  | (typeof overHttp2)[number]
  | (typeof served)[number]
  | (typeof closed)[number]
  | (typeof rejected)[number]
  | (typeof oddFetches)[number]
  | (typeof oddHooks)[number];

/** A `Retry-After` or `retry-after-ms`, and its milliseconds: `undefined` if invalid. */
export interface Wait {
  readonly header: "retry-after" | "retry-after-ms";
  readonly value: string;
  readonly ms: number | undefined;
}

/** One fault, or none. */
export interface Fault {
  readonly name: FaultName;
  /** Whether the server acts before it fails: only if {@link FaultName} leaves it open. */
  readonly acts?: boolean;
  /** For `"status"`. */
  readonly status?: number;
  /** For `"status"`: the body. Default: `{error}` as JSON. */
  readonly body?: "empty" | "HTML" | "text";
  /** The platform's code, in the body or in the header `sb-error-code`. */
  readonly code?: string;
  readonly codeIn?: "body" | "header";
  readonly wait?: Wait;
}

/** A short description of a fault. */
export function titleOf({ name, acts, status, body, code, codeIn, wait }: Fault): string {
  const parts = [
    status ?? name,
    body,
    code && `${code} in the ${codeIn ?? "body"}`,
    wait && `${wait.header}: ${wait.value}`,
    acts && "acts",
  ];
  return parts.filter((part) => part !== undefined && part !== false).join(", ");
}
