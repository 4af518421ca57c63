import { type Description, resolve } from "../openapi/document.ts";
import type { Json } from "../openapi/walk.ts";
import { type BareChange, diff } from "./change.ts";
import { listOf, objectOf } from "./json.ts";

// Security schemes are compared by what a client sends, not by name.

/** The schemes and scopes that a caller needs, as text. An empty list admits everyone. */
type Requirement = readonly string[];

function schemeText(description: Description, name: string): string {
  const scheme = resolve<Json>(description, objectOf(description.components?.securitySchemes?.[name]));
  const { type, name: key, in: place } = scheme;
  // Header names and HTTP schemes are case-insensitive.
  if (type === "apiKey") return `API key in ${place} ${place === "header" ? String(key).toLowerCase() : key}`;
  if (type === "http") return `HTTP ${String(scheme.scheme).toLowerCase()}`;
  return `${type ?? "unknown scheme"} ${name}`;
}

function requirementsOf(description: Description, security: unknown): Requirement[] {
  const requirements = listOf(security).map((requirement) =>
    Object.entries(objectOf(requirement)).flatMap(([name, scopes]) => {
      const scheme = schemeText(description, name);
      return [scheme, ...[scopes].flat().map((scope) => `${scheme}'s scope ${scope}`)];
    }),
  );
  return requirements.length > 0 ? requirements : [[]];
}

/** Whether `after` admits every caller that `before` admitted. */
function admitsAll(before: readonly Requirement[], after: readonly Requirement[]): boolean {
  return before.every((held) => after.some((asked) => asked.every((one) => held.includes(one))));
}

function asText(requirements: readonly Requirement[]): string {
  return requirements.map((requirement) => requirement.join(" with ") || "nothing").join(", or ");
}

/** Changes between two `security` lists. */
export function securityChange(
  [before, was]: readonly [Description, unknown],
  [after, is]: readonly [Description, unknown],
): BareChange[] {
  const [from, to] = [requirementsOf(before, was), requirementsOf(after, is)];
  const isCompatible = admitsAll(from, to);
  if (isCompatible && admitsAll(to, from)) return [];
  const what = `changed from ${asText(from)} to ${asText(to)}`;
  return [diff("security", isCompatible ? "compatible" : "breaking", what)];
}
