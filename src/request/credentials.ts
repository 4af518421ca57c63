import { refuse } from "../errors/refuse.ts";
import type { Operation } from "../operation/table.ts";

/** A key or a token, or a function that is asked for it at every call, so that it can change. */
export type Secret = string | (() => string | Promise<string>);

/** What a client, or an agent's handle, can show to the server. */
export interface Credentials {
  /** The header that carries the API key. */
  readonly apiKeyHeader: string;
  readonly apiKey?: Secret | undefined;
  readonly token?: Secret | undefined;
}

const kinds = {
  apiKey: {
    option: "apiKey",
    scheme: "",
    absent: "is missing: pass it to new Wipsy({ apiKey }), or set WIPSY_API_KEY",
  },
  bearer: {
    option: "token",
    scheme: "Bearer ",
    absent: "is missing: call the operation on wipsy.agent({ session })",
  },
} as const;

/** Headers by their names in lower case. */
type HeaderRecord = Readonly<Record<string, string>>;

/**
 * The header that an operation needs. Where the caller's function has to be asked for it, which can take long: what asks.
 *
 * @throws InputError when there is no key or token, or it has a character that no header can carry. It is never shown.
 */
export function authorization(
  operation: Pick<Operation, "id" | "auth" | "authOptional">,
  credentials: Credentials,
): HeaderRecord | (() => Promise<HeaderRecord>) {
  if (operation.auth === "none") return {};
  const { option, scheme, absent } = kinds[operation.auth];
  const header = operation.auth === "apiKey" ? credentials.apiKeyHeader : "authorization";
  const headerOf = (secret: unknown): HeaderRecord => {
    if (secret === undefined || secret === "") {
      if (operation.authOptional) return {};
      refuse(operation, option, absent);
    }
    if (typeof secret !== "string" || !/^[\x21-\x7e]+$/.test(secret)) {
      refuse(operation, option, "must be a string of printable ASCII characters without spaces");
    }
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
