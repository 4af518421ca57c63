import type { Outcome } from "./errors.ts";

/** What Node's network errors carry. Other runtimes give less. */
interface SystemError {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly errors?: readonly unknown[];
  readonly cause?: unknown;
}

const beforeSending =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ERR_SSL_.*|ERR_TLS_.*|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;

/** Whether an error shows that the request had not left: name, address, connection or certificate failed. */
function isBeforeSending(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, syscall, errors, cause }: SystemError = error;
  // One error for each address of the host that was tried.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isBeforeSending);
  if (typeof code === "string") return beforeSending.test(code) || syscall === "connect" || syscall === "getaddrinfo";
  return isBeforeSending(cause);
}

/** What is known when `fetch` rejects. Without proof that nothing was sent it is `"unknown"`. */
export function outcomeOfFailure(error: unknown): Outcome {
  return isBeforeSending(error) ? "not-sent" : "unknown";
}
