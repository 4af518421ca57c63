import type { Operation } from "../../src/operation.ts";
import { type Description, type Place, resolve } from "./description.ts";
import { leaveOut } from "./left-out.ts";
import { oncePer } from "./once.ts";

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

/** The header of the description's API key: of the first one, where it has several. */
export function apiKeyHeader(description: Description): string {
  const schemes = [...schemesOf(description).values()];
  return schemes.find((scheme) => scheme.type === "apiKey" && scheme.in === "header")?.name ?? "x-api-key";
}

/** How the client can show what a scheme asks for; or why it cannot, as what it would need. */
function authOf(description: Description, name: string): { auth: Operation["auth"] } | { needs: string } {
  const scheme = schemesOf(description).get(name);
  if (scheme === undefined) return { needs: `${name}, which is not described` };
  const { type = "", in: where, scheme: http = "" } = scheme;
  if (type === "oauth2" || type === "openIdConnect") return { auth: "bearer" };
  if (type === "http" && http.toLowerCase() === "bearer") return { auth: "bearer" };
  if (type === "apiKey" && where === "header") {
    const header = apiKeyHeader(description);
    if (scheme.name?.toLowerCase() === header.toLowerCase()) return { auth: "apiKey" };
    return { needs: `a key in the header ${scheme.name}, besides that in ${header}` };
  }
  if (type === "apiKey") return { needs: `a key in a ${where === "query" ? "query parameter" : where}` };
  return { needs: type === "http" ? `HTTP's ${http} authentication` : type };
}

/**
 * What an operation shows to the server: the first of the description's alternatives that the client can do.
 *
 * @throws LeftOut when it can do none
 */
export function securityOf(description: Description, { operation }: Place): Pick<Operation, "auth" | "authOptional"> {
  const alternatives = (operation.security ?? description.security ?? []).map((one) => Object.keys(one));
  const isOptional = alternatives.some((names) => names.length === 0);
  const needs: string[] = [];
  for (const names of alternatives) {
    if (names.length === 0) continue;
    const all = names.map((name) => authOf(description, name));
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
