import { ConnectionError, type Fetch } from "wipsy-client";
import type { FaultName, oddFetches, rejected } from "./faults.ts";
import { http2Fetch } from "./http2-server.ts";

/** An error as Node makes it, with a code, a system call and other fields. */
function systemError(message: string, more: object, made: Error = new Error(message)): Error {
  return Object.assign(made, more);
}

/** An error of Node's fetch. */
const failed = (cause: Error) => new TypeError("fetch failed", { cause });

const resolving = (code: string, errno: number) =>
  systemError(`getaddrinfo ${code} api.example.test`, {
    errno,
    code,
    syscall: "getaddrinfo",
    hostname: "api.example.test",
  });

const connecting = (code: string, address: string) =>
  systemError(`connect ${code} ${address}:443`, { code, syscall: "connect", address, port: 443 });

const tls = (code: string, message: string) => systemError(message, { code });

/** The errors of `fetch`, created anew each time. */
const errors: Readonly<Record<(typeof rejected)[number], () => Error>> = {
  EAI_AGAIN: () => failed(resolving("EAI_AGAIN", -3001)),
  "connect time-out": () =>
    failed(
      systemError("Connect Timeout Error (attempted address: 192.0.2.1:443, timeout: 10000ms)", {
        name: "ConnectTimeoutError",
        code: "UND_ERR_CONNECT_TIMEOUT",
      }),
    ),
  "reset while connecting": () => failed(connecting("ECONNRESET", "192.0.2.1")),
  // Both addresses of a host were tried, as Node does when a name has an IPv4 and an IPv6 one.
  "no route": () => {
    const both = [connecting("ETIMEDOUT", "192.0.2.1"), connecting("ENETUNREACH", "2001:db8::1")];
    return failed(systemError("", { code: "ETIMEDOUT" }, new AggregateError(both)));
  },
  ENOTFOUND: () => failed(resolving("ENOTFOUND", -3008)),
  "self-signed": () => failed(tls("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate")),
  expired: () => failed(tls("CERT_HAS_EXPIRED", "certificate has expired")),
  "wrong host": () =>
    failed(
      systemError("Hostname/IP does not match certificate's altnames", {
        code: "ERR_TLS_CERT_ALTNAME_INVALID",
        host: "api.example.test",
      }),
    ),
  "no TLS": () =>
    failed(
      systemError("0A00010B:SSL routines:ssl3_get_record:wrong version number", {
        code: "ERR_SSL_WRONG_VERSION_NUMBER",
        library: "SSL routines",
        reason: "wrong version number",
      }),
    ),
  // Browsers, Deno, Bun and workerd give only this, whenever it happens.
  untold: () => new TypeError("Failed to fetch"),
};

const refused = () => connecting("ECONNREFUSED", "192.0.2.1");

/** Errors of a caller's own `fetch`, which may have sent the request or not. */
const odd: Readonly<Record<(typeof oddFetches)[number], () => unknown>> = {
  // Not rejected with: see below.
  "gives status 0": () => undefined,
  "rejects with an odd code": () =>
    systemError("no upstream left", { code: "upstream/all-failed", cause: refused(), syscall: 5 }),
  "rejects with a wrapper": () => new Error("all upstreams failed", { cause: refused() }),
  "rejects with one of two": () => new AggregateError([failed(refused()), systemError("x", { code: "ECONNRESET" })]),
  "rejects with a string": () => "ECONNREFUSED",
  "rejects with undefined": () => undefined,
  "rejects with a trap": () =>
    Object.defineProperty(new TypeError("x"), "cause", {
      get: () => {
        throw new Error("trap");
      },
    }),
  "rejects with itself as cause": () => {
    const error = new TypeError("fetch failed");
    return Object.assign(error, { cause: error });
  },
  "rejects with a foreign error": () =>
    new ConnectionError("of another client", { outcome: "not-sent", cause: refused() }),
};

const isOdd = (name: FaultName | null): name is keyof typeof odd => name !== null && name in odd;

const isRejected = (name: FaultName | null): name is keyof typeof errors => name !== null && name in errors;

/** The port that a request asks for, instead of its own. */
function onPort(url: string, port: string | null): string {
  if (port === null) return url;
  const moved = new URL(url);
  moved.port = port;
  return moved.href;
}

/**
 * A `fetch` that sends to the port in the `x-port` header, and fails as `x-fault` says if that fault comes before a
 * connection.
 */
export const faultyFetch: Fetch = async (input, init) => {
  const headers = new Headers(init?.headers);
  const url = onPort(String(input), headers.get("x-port"));
  const name = headers.get("x-fault") as FaultName | null;
  if (name?.startsWith("HTTP/2"))
    return http2Fetch(url.replace("http:", "https:").replace("127.0.0.1", "localhost"), init);
  if (!isRejected(name) && !isOdd(name)) return fetch(url, init);
  if (headers.get("x-acts") === "yes") {
    headers.set("x-fault", "good");
    await (await fetch(url, { ...init, headers })).text();
  }
  if (name === "gives status 0") return Response.error();
  if (isOdd(name)) throw odd[name]();
  throw errors[name]();
};
