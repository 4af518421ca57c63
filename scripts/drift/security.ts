import { type Description, resolve } from "../openapi/document.ts";
import type { Draft } from "./draft.ts";
import { type Json, listOf, objectOf } from "./json.ts";
import type { Operation } from "./operations.ts";

// Who may call. Schemes are compared by what they make a client send, not by their names.

/** One way of being let in: each scheme in words, with the scopes it needs. No scheme at all lets everybody in. */
type Way = ReadonlyMap<string, readonly unknown[]>;

function schemeText(description: Description, name: string): string {
  const reference = description.components?.securitySchemes?.[name];
  const scheme: Json = reference ? resolve<Json>(description, reference as Json) : {};
  const { type, name: key, in: place } = scheme;
  // The case of a header's name makes no difference, nor that of HTTP's schemes.
  if (type === "apiKey") return `API key in ${place} ${place === "header" ? String(key).toLowerCase() : key}`;
  if (type === "http") return `HTTP ${String(scheme.scheme).toLowerCase()}`;
  return `${type ?? "unknown scheme"} ${name}`;
}

function waysOf(description: Description, security: unknown): Way[] {
  const ways = listOf(security).map(
    (way) =>
      new Map(Object.entries(objectOf(way)).map(([name, scopes]) => [schemeText(description, name), listOf(scopes)])),
  );
  return ways.length > 0 ? ways : [new Map()];
}

/** Whether who has what `held` names is let in by `asked`. */
function suffices(held: Way, asked: Way): boolean {
  return [...asked].every(([scheme, scopes]) => {
    const known = held.get(scheme);
    return known !== undefined && scopes.every((scope) => known.includes(scope));
  });
}

function wayText(way: Way): string {
  const parts = [...way].map(([scheme, scopes]) => (scopes.length > 0 ? `${scheme} (${scopes.join(", ")})` : scheme));
  return parts.length > 0 ? parts.join(" with ") : "nothing";
}

function asText(ways: readonly Way[]): string {
  return ways.map(wayText).join(", or ");
}

function securityDraft(before: readonly Way[], after: readonly Way[]): Draft | undefined {
  const isOpen = before.every((held) => after.some((asked) => suffices(held, asked)));
  const isSameSet = isOpen && after.every((held) => before.some((asked) => suffices(held, asked)));
  if (isSameSet) return undefined;
  const what = `changed from ${asText(before)} to ${asText(after)}`;
  return { kind: "changed", what, level: isOpen ? "compatible" : "breaking" };
}

/** How the document's own security changed, which operations without one of their own have. */
export function documentSecurity(before: Description, after: Description): Draft | undefined {
  return securityDraft(waysOf(before, before.security), waysOf(after, after.security));
}

/** How an operation's security changed; what it has from the document is told there. */
export function operationSecurity(
  before: Description,
  after: Description,
  [was, is]: readonly [Operation, Operation],
): Draft | undefined {
  if (was.value.security === undefined && is.value.security === undefined) return undefined;
  return securityDraft(
    waysOf(before, was.value.security ?? before.security),
    waysOf(after, is.value.security ?? after.security),
  );
}
