import type { Operation } from "../../src/operation/table.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { oncePer } from "../openapi/once.ts";
import { operationsOf, type Place } from "../openapi/operations.ts";
import { leaveOut } from "./left-out.ts";

interface Scheme {
  readonly type?: string;
  readonly in?: string;
  readonly name?: string;
  readonly scheme?: string;
}

const schemesOf = oncePer((description: Description): ReadonlyMap<string, Scheme> => {
  const schemes = Object.entries((description.components?.securitySchemes ?? {}) as Record<string, object>);
  return new Map(schemes.map(([name, scheme]) => [name, resolve(description, scheme)]));
});

/** A header that carries an API key, as its schemes name it: case makes no difference. */
function headerOf({ type, in: where, name }: Scheme = {}): string | undefined {
  return type === "apiKey" && where === "header" ? name : undefined;
}

function alternativesOf(description: Description, { operation }: Place): string[][] {
  return (operation.security ?? description.security ?? []).map((one) => Object.keys(one ?? {}));
}

/**
 * The header of the description's API key. Of several it is the one that most operations can be called with, else the
 * one that is declared first.
 */
export const apiKeyHeader = oncePer((description: Description): string => {
  const schemes = schemesOf(description);
  const declared = [...schemes.values()].flatMap((scheme) => headerOf(scheme) ?? []);
  const uses = new Map(declared.map((header) => [header.toLowerCase(), 0]));
  for (const place of operationsOf(description)) {
    // A key that is asked for together with something else is not what lets the client in.
    const alone = alternativesOf(description, place).filter((names) => names.length === 1);
    const headers = alone.flatMap(([name = ""]) => headerOf(schemes.get(name))?.toLowerCase() ?? []);
    for (const header of new Set(headers)) uses.set(header, (uses.get(header) ?? 0) + 1);
  }
  const most = Math.max(...uses.values());
  return declared.find((header) => uses.get(header.toLowerCase()) === most) ?? "x-api-key";
});

type Shown = { readonly auth: Operation["auth"] } | { readonly needs: string };

/** How the client can show what a scheme asks for; or why it cannot, as what it would need. */
function authOf(description: Description, name: string, isAgents: boolean): Shown {
  const scheme = schemesOf(description).get(name);
  if (scheme === undefined) return { needs: `${name}, which is not described` };
  const { type = "", in: where, scheme: http = "" } = scheme;
  const isBearer = type === "http" && http.toLowerCase() === "bearer";
  // The one token that the client has is that of an agent's session.
  if (isBearer || type === "oauth2" || type === "openIdConnect")
    return isAgents ? { auth: "bearer" } : { needs: "a bearer token" };
  const header = headerOf(scheme);
  const known = apiKeyHeader(description);
  if (header !== undefined) {
    const isKnown = header.toLowerCase() === known.toLowerCase();
    return isKnown ? { auth: "apiKey" } : { needs: `a key in the header ${header}, besides that in ${known}` };
  }
  if (type === "apiKey") return { needs: `a key in a ${where === "query" ? "query parameter" : where}` };
  return { needs: type === "http" ? `HTTP's ${http} authentication` : type };
}

/** Whether an operation is one of an agent's handle, if it takes a token: its id says so. */
function isAgentsOwn({ operation }: Place): boolean {
  return /^agent[A-Z]/.test(operation.operationId);
}

/**
 * What an operation shows to the server: the first of the description's alternatives that the client can do. `auth` is
 * `bearer` for the operations of an agent's handle, and for no others.
 *
 * @throws LeftOut when it can do none
 */
export function securityOf(description: Description, place: Place): Pick<Operation, "auth" | "authOptional"> {
  const alternatives = alternativesOf(description, place);
  const isOptional = alternatives.some((names) => names.length === 0);
  const needs: string[] = [];
  for (const names of alternatives) {
    if (names.length === 0) continue;
    const all = names.map((name) => authOf(description, name, isAgentsOwn(place)));
    const [first] = all;
    if (all.length === 1 && first && "auth" in first) {
      return { auth: first.auth, ...(isOptional && { authOptional: true }) };
    }
    needs.push(first && all.length === 1 && "needs" in first ? first.needs : `${names.join(" and ")} together`);
  }
  if (needs.length > 0 && !isOptional)
    leaveOut(`it needs ${[...new Set(needs)].join(", or ")}, which the client cannot give`);
  return { auth: "none" };
}
