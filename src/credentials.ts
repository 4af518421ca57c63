import { InputError } from "./errors.ts";
import type { Operation } from "./operation.ts";

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
    absent: "needs an API key: give the option apiKey to new Wipsy(…), or set the environment variable WIPSY_API_KEY.",
  },
  bearer: {
    option: "token",
    scheme: "Bearer ",
    absent: "acts for an agent: call it on wipsy.agent({ session }), which takes the token from the session.",
  },
} as const;

async function read(
  secret: Secret | undefined,
  refuse: (problem: string, cause?: unknown) => InputError,
): Promise<unknown> {
  if (typeof secret !== "function") return secret;
  try {
    return await secret();
  } catch (cause) {
    throw refuse("the function that gives it failed: see the cause.", cause);
  }
}

/** Whether a function is asked for what an operation needs, which can take long. */
export function isAsked({ auth }: Operation, credentials: Credentials): boolean {
  return auth !== "none" && typeof credentials[kinds[auth].option] === "function";
}

/**
 * The header that an operation needs.
 *
 * @throws InputError when there is no key or token, or it has a character that no header can carry. It is never shown.
 */
export async function authorization(operation: Operation, credentials: Credentials): Promise<Record<string, string>> {
  if (operation.auth === "none") return {};
  const { option, scheme, absent } = kinds[operation.auth];
  const header = operation.auth === "apiKey" ? credentials.apiKeyHeader : "authorization";
  const refuse = (problem: string, cause?: unknown) =>
    new InputError(`${operation.id}: ${problem}`, { operation: operation.id, field: option, cause });
  const secret = await read(credentials[option], (problem, cause) => refuse(`${option}: ${problem}`, cause));
  if (secret === undefined || secret === "") {
    if (operation.authOptional) return {};
    throw refuse(absent);
  }
  if (typeof secret !== "string" || !/^[\x21-\x7e]+$/.test(secret)) {
    throw refuse(
      `${option} must be text without white space, line breaks or other characters that a header cannot carry.`,
    );
  }
  return { [header.toLowerCase()]: scheme + secret };
}
