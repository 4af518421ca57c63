import { refuse } from "../errors/refuse.ts";
import type { Operation } from "../operation/table.ts";
import type { HeaderRecord } from "./serialize.ts";

/** A key or token, or a function that returns the current one and is called for every call. */
export type Secret = string | (() => string | Promise<string>);

/** The credentials of a client or an agent's handle. */
export interface Credentials {
  /** The header that carries the API key. */
  readonly apiKeyHeader: string;
  readonly apiKey?: Secret | undefined;
  readonly token?: Secret | undefined;
}

/**
 * The authorization header of an operation; or a function that gets it, if the caller's function must be called first,
 * which can take long.
 *
 * @throws InputError if the key or token is missing or has a character that a header cannot carry; the message never
 *   contains it
 */
export function authorization(operation: Pick<Operation, "id" | "auth" | "authOptional">, credentials: Credentials) {
  if (operation.auth === "none") return {};
  const isKey = operation.auth === "apiKey";
  const option = isKey ? "apiKey" : "token";
  const advice = isKey
    ? "pass it to new Wipsy({ apiKey }), or set WIPSY_API_KEY"
    : "call it on wipsy.agent({ session })";
  const [header, scheme] = isKey ? [credentials.apiKeyHeader, ""] : ["authorization", "Bearer "];
  const headerOf = (secret: unknown): HeaderRecord => {
    if (secret === undefined || secret === "")
      return operation.authOptional ? {} : refuse(operation, option, `is missing: ${advice}`);
    if (typeof secret !== "string" || !/^[\x21-\x7e]+$/.test(secret))
      refuse(operation, option, "must be a string of printable ASCII characters without spaces");
    return { [header.toLowerCase()]: scheme + secret };
  };
  const secret = credentials[option];
  if (typeof secret !== "function") return headerOf(secret);
  return async () => {
    let given: unknown;
    try {
      given = await secret();
    } catch (cause) {
      return refuse(operation, option, "is missing: its function failed", cause);
    }
    return headerOf(given);
  };
}
