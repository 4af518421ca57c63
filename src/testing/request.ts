import { InputError } from "../errors/classes.ts";
import { at } from "../lists/page.ts";
import type { Field, Fields, Operation, Rows } from "../operation/table.ts";
import { fromJson } from "../operation/values.ts";
import { checkInput } from "../request/input.ts";

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** An operation with its path parameters. */
export interface Match {
  readonly operation: Operation;
  readonly path: Record<string, string>;
}

/** A path segment without its escapes; as it is if one of them is malformed. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The path parameters of a request; `undefined` for another path. The base URL may have a path of its own before it. */
function valuesIn(path: string, pathname: string): Record<string, string> | undefined {
  const wanted = path.split("/").filter(Boolean);
  const given = pathname.split("/").filter(Boolean).slice(-wanted.length);
  const pairs = wanted.map((part, index) => [part, given[index]] as const);
  const isPart = (part: string) => part.startsWith("{") && part.endsWith("}");
  if (!pairs.every(([part, value]) => value !== undefined && (isPart(part) || part === value))) return undefined;
  const named = pairs.filter(([part]) => isPart(part));
  return Object.fromEntries(named.map(([part, value = ""]) => [part.slice(1, -1), decoded(value)]));
}

/** The operation of a request. If several match, the one with the longest path. */
export function matchOf(rows: Rows, { method, url }: Arrived): Match | undefined {
  const fitting = Object.values(rows).flatMap((operation) => {
    const path = operation.method === method ? valuesIn(operation.path, url.pathname) : undefined;
    return path ? [{ operation, path }] : [];
  });
  return fitting.sort((one, other) => other.operation.path.length - one.operation.path.length)[0];
}

/** The value of a parameter by its type. A text of another type stays a text, and is then refused. */
function parsed({ type }: Field, texts: readonly string[]): unknown {
  const types = [type ?? []].flat();
  if (types.includes("array")) return texts;
  const [text = ""] = texts;
  if (types.includes("string")) return text;
  if (types.includes("integer") || types.includes("number")) return text.trim() === "" ? text : Number(text);
  return types.includes("boolean") && /^(true|false)$/.test(text) ? text === "true" : text;
}

/** The query and body of a request. */
export interface Asked {
  readonly query: Record<string, unknown>;
  readonly body: unknown;
}

/** The query and body of a request; a body that cannot be parsed stays a text. */
export function askedOf(fields: Fields = {}, { url: { searchParams }, body }: Arrived): Asked {
  const names = [...new Set(searchParams.keys())];
  const query = names.map((name) => [name, parsed(fields[name] ?? {}, searchParams.getAll(name))]);
  return { query: Object.fromEntries(query), body: body === "" ? undefined : fromJson(body, body) };
}

/** Why a request does not fit the description; `undefined` if it does. Only JSON bodies are checked. */
export function violationOf({ operation, path }: Match, { query, body }: Asked): string | undefined {
  const input = { query, ...(operation.pathFields && { path }), ...(body !== undefined && { body }) };
  try {
    checkInput(operation, input);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** The credentials that are accepted. */
export interface Door {
  readonly apiKeyHeader: string;
  /** Absent: every key is accepted. */
  readonly apiKey: string | undefined;
  readonly isSession: (token: string) => boolean;
}

/** Why a request is refused with 401; `undefined` if its key or token is accepted. */
export function authProblem({ operation }: Match, { headers }: Arrived, asked: Asked, door: Door): string | undefined {
  const { auth, authOptional } = operation;
  if (auth === "none") return undefined;
  const given = auth === "apiKey" ? headers.get(door.apiKeyHeader) : headers.get("authorization");
  if (!given) return authOptional ? undefined : "The API key or the token is missing";
  if (auth === "bearer") return tokenProblem(given.replace(/^Bearer /i, ""), asked, door);
  return door.apiKey === undefined || given === door.apiKey ? undefined : "The API key is wrong";
}

function tokenProblem(token: string, { body }: Asked, { isSession }: Door): string | undefined {
  if (!isSession(token)) return "The token is wrong or expired";
  const session = at(body, ["agentSession", "session", "token"]);
  return session === undefined || session === token ? undefined : "The session has another token";
}
