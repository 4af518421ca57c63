import { type Description, resolve } from "../openapi/document.ts";
import type { Json } from "../openapi/walk.ts";
import { type Told, told } from "./change.ts";
import { listOf, objectOf } from "./json.ts";

// Who may call. Schemes are compared by what a client sends, not by name.

/** The schemes and scopes that a caller needs, as texts. An empty list lets everybody in. */
type Way = readonly string[];

function schemeText(description: Description, name: string): string {
  const scheme = resolve<Json>(description, objectOf(description.components?.securitySchemes?.[name]));
  const { type, name: key, in: place } = scheme;
  // Header names and HTTP schemes are case-insensitive.
  if (type === "apiKey") return `API key in ${place} ${place === "header" ? String(key).toLowerCase() : key}`;
  if (type === "http") return `HTTP ${String(scheme.scheme).toLowerCase()}`;
  return `${type ?? "unknown scheme"} ${name}`;
}

function waysOf(description: Description, security: unknown): Way[] {
  const ways = listOf(security).map((way) =>
    Object.entries(objectOf(way)).flatMap(([name, scopes]) => {
      const scheme = schemeText(description, name);
      return [scheme, ...[scopes].flat().map((scope) => `${scheme}'s scope ${scope}`)];
    }),
  );
  return ways.length > 0 ? ways : [[]];
}

/** Whether every caller that `before` let in is let in by `after`. */
function isOpen(before: readonly Way[], after: readonly Way[]): boolean {
  return before.every((held) => after.some((asked) => asked.every((one) => held.includes(one))));
}

function asText(ways: readonly Way[]): string {
  return ways.map((way) => way.join(" with ") || "nothing").join(", or ");
}

/** Changes between two `security` lists. */
export function securityChange(
  [before, was]: readonly [Description, unknown],
  [after, is]: readonly [Description, unknown],
): Told[] {
  const [from, to] = [waysOf(before, was), waysOf(after, is)];
  const isStillOpen = isOpen(from, to);
  if (isStillOpen && isOpen(to, from)) return [];
  const what = `changed from ${asText(from)} to ${asText(to)}`;
  return [told("security", isStillOpen ? "compatible" : "breaking", what)];
}
