import { WipsyError } from "../errors/classes.ts";
import type { Failure } from "../errors/failure.ts";
import { own } from "../operation/values.ts";

/**
 * Certificates are checked before a connection sends anything. Other TLS errors also end connections that have sent
 * requests.
 */
const invalidHost =
  /^(?:ENOTFOUND|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_CERT_ALTNAME_INVALID|UND_ERR_PRX_TLS|ERR_PROXY_TUNNEL)$/;
const failedToConnect = /^(?:ECONNREFUSED|EAI_\w+|ESERVFAIL|UND_ERR_CONNECT_TIMEOUT|UND_ERR_PRX_CONN)$/;
/** Calls that come before a request: connecting, and the name look-ups of libuv and c-ares. */
const beforeRequest = /^(?:connect|getaddrinfo|query\w*)$/;

/** Errors that only their message distinguishes from others with the same code. */
const byMessage: readonly (readonly [code: string | undefined, message: RegExp, failure: Failure])[] = [
  // A proxy refused the tunnel (undici).
  ["UND_ERR_ABORTED", /^Proxy response \(\d+\) !== 200 when HTTP Tunneling$/, "hostInvalid"],
  // The server has not processed the stream, and says so (RFC 9113, 8.7).
  ["ERR_HTTP2_STREAM_ERROR", /^Stream closed with error code NGHTTP2_REFUSED_STREAM$/, "connectFailed"],
  // The request's own handshake (Node's TLS).
  ["ECONNRESET", /^Client network socket disconnected before secure TLS connection was established$/, "connectFailed"],
  // `fetch` refuses some ports by itself.
  [undefined, /^bad port$/, "hostInvalid"],
];

function failureOfCode(code: string, syscall: unknown): Failure {
  if (invalidHost.test(code)) return "hostInvalid";
  const isBefore = typeof syscall === "string" && beforeRequest.test(syscall);
  return failedToConnect.test(code) || isBefore ? "connectFailed" : "lost";
}

/** Whether an error only wraps its cause, as those of `fetch` do. Other errors may concern several requests. */
function isWrapper({ name, message }: { readonly name?: unknown; readonly message?: unknown }): boolean {
  // undici wraps a proxy's answer with this message.
  return name === "TypeError" || message === "Request was cancelled.";
}

/**
 * The failure for an error of `fetch` or `node:http`: `"lost"` unless the error proves that nothing was sent. Runtimes
 * without error codes never prove it. Reads own properties only, so that a polluted prototype proves nothing.
 */
export function failureOfNetwork(error: unknown, depth = 5): Failure {
  // An error from another client concerns that client's requests.
  if (typeof error !== "object" || error === null || depth === 0 || error instanceof WipsyError) return "lost";
  const [code, message, errors] = [own(error, "code"), own(error, "message"), own(error, "errors")];
  const known = byMessage.find(([its, words]) => its === code && typeof message === "string" && words.test(message));
  if (known) return known[2];
  // One error for each address of the host: nothing was sent only if none of them sent anything.
  if (Array.isArray(errors) && errors.length > 0) {
    const failures = new Set(errors.map((one) => failureOfNetwork(one, depth - 1)));
    return (["lost", "connectFailed"] as const).find((one) => failures.has(one)) ?? "hostInvalid";
  }
  if (code !== undefined) return typeof code === "string" ? failureOfCode(code, own(error, "syscall")) : "lost";
  return isWrapper(error) ? failureOfNetwork(own(error, "cause"), depth - 1) : "lost";
}
