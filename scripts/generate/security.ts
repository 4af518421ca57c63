import type { Operation } from "../../src/operation/table.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { memoized } from "../openapi/memoize.ts";
import { operationsOf, type Place } from "../openapi/operations.ts";
import { leaveOut } from "./left-out.ts";

interface Scheme {
  readonly type?: string;
  readonly in?: string;
  readonly name?: string;
  readonly scheme?: string;
}

const schemesOf = memoized((description: Description): ReadonlyMap<string, Scheme> => {
  const schemes = Object.entries((description.components?.securitySchemes ?? {}) as Record<string, object>);
  return new Map(schemes.map(([name, scheme]) => [name, resolve(description, scheme)]));
});

/** Returns the header of an API key scheme, in the description's spelling. Compare it ignoring case. */
function headerOf({ type, in: where, name }: Scheme = {}): string | undefined {
  return type === "apiKey" && where === "header" ? name : undefined;
}

function alternativesOf(description: Description, { operation }: Place): string[][] {
  return (operation.security ?? description.security ?? []).map((one) => Object.keys(one ?? {}));
}

/** Returns the API key's header. Of several, the one that most operations accept by itself; else the first. */
export const apiKeyHeader = memoized((description: Description): string => {
  const schemes = schemesOf(description);
  const alone = operationsOf(description).flatMap((place) =>
    alternativesOf(description, place).flatMap((names) =>
      names.length === 1 ? (headerOf(schemes.get(names[0] ?? ""))?.toLowerCase() ?? []) : [],
    ),
  );
  const uses = (header: string) => alone.filter((one) => one === header.toLowerCase()).length;
  const headers = [...schemes.values()].flatMap((scheme) => headerOf(scheme) ?? []);
  return headers.sort((a, b) => uses(b) - uses(a))[0] ?? "x-api-key";
});

/** Returns how the client authenticates with a scheme; `undefined` if it does not support the scheme. */
function authOf(description: Description, name: string, isAgents: boolean): Operation["auth"] | undefined {
  const scheme = schemesOf(description).get(name);
  const { type = "", scheme: http = "" } = scheme ?? {};
  if (headerOf(scheme)?.toLowerCase() === apiKeyHeader(description).toLowerCase()) return "apiKey";
  const isBearer = type === "oauth2" || type === "openIdConnect" || `${type} ${http}`.toLowerCase() === "http bearer";
  // The client's only token belongs to an agent's session.
  return isBearer && isAgents ? "bearer" : undefined;
}

/** Whether an operation's id marks it as one of an agent's handle. */
function isAgentsOwn({ operation }: Place): boolean {
  return /^agent[A-Z]/.test(operation.operationId);
}

/**
 * Returns how an operation authenticates: by the first of its alternatives that the client supports. `auth` is
 * `bearer` only for the operations of an agent's handle.
 *
 * @throws LeftOut when the operation requires authentication and the client supports none of its alternatives
 */
export function securityOf(description: Description, place: Place): Pick<Operation, "auth" | "authOptional"> {
  const alternatives = alternativesOf(description, place);
  const isOptional = alternatives.some((names) => names.length === 0);
  const auths = alternatives.map(([name = "", ...others]) =>
    others.length === 0 ? authOf(description, name, isAgentsOwn(place)) : undefined,
  );
  const auth = auths.find((one) => one !== undefined);
  if (auth !== undefined) return { auth, ...(isOptional && { authOptional: true }) };
  const needs = alternatives.map((names) => names.join(" and ")).join(", or ");
  if (alternatives.length > 0 && !isOptional) leaveOut(`it needs ${needs}, which the client does not support`);
  return { auth: "none" };
}
