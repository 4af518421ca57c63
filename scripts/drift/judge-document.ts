import { serverOf, serverUrls } from "../generate/servers.ts";
import type { Description } from "../openapi/document.ts";
import type { Change } from "./change.ts";
import type { Draft } from "./draft.ts";
import { isSame, type Json, mapValues, objectOf, without } from "./json.ts";
import { documentSecurity } from "./security.ts";
import { missingIn, quoted } from "./wording.ts";

/** An address as it is called: the case of its host makes no difference, that of its path does. */
function asCalled(url: string): string {
  return url.replace(/^https?:\/\/[^/?#@]*(?=[/?#]|$)/i, (origin) => origin.toLowerCase());
}

/** How a list of servers changed: an address that goes breaks who calls it. */
export function serverDrafts(before: unknown, after: unknown): Draft[] {
  const [was, is] = [serverUrls(before).map(asCalled), serverUrls(after).map(asCalled)];
  const draft = (kind: "added" | "removed", address: unknown): Draft => ({
    kind,
    what: `${quoted(address)} was ${kind}`,
    level: kind === "added" ? "compatible" : "breaking",
  });
  const drafts = [
    ...missingIn(is, was).map((address) => draft("removed", address)),
    ...missingIn(was, is).map((address) => draft("added", address)),
  ];
  if (drafts.length > 0 || isSame(before, after)) return drafts;
  return [{ kind: "changed", what: "how they are described changed", level: "documentation" }];
}

/** Where a client of the description calls: another server gets each call, and the key with it. */
function calledServer(before: Description, after: Description): Draft[] {
  const [was, is] = [asCalled(serverOf(before).url), asCalled(serverOf(after).url)];
  if (was === is) return [];
  // A client that had to be told where to call goes on calling there.
  if (was === "") return [{ kind: "changed", what: `calls go to ${quoted(is)} now`, level: "compatible" }];
  const now = is === "" ? "calls need a baseUrl now" : `calls go to ${quoted(is)} now`;
  return [{ kind: "changed", what: `${now}, they went to ${quoted(was)}`, level: "breaking" }];
}

function words(where: string, before: unknown, after: unknown): Change[] {
  if (isSame(before, after)) return [];
  const isText = typeof before === "string" && typeof after === "string" && before.length + after.length < 60;
  const what = isText ? `changed from ${quoted(before)} to ${quoted(after)}` : "changed";
  return [{ side: "document", level: "documentation", kind: "changed", where, what }];
}

function wordsOf(prefix: string, before: unknown, after: unknown): Change[] {
  const [was, is] = [objectOf(before), objectOf(after)];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return keys.flatMap((key) => words(`${prefix}.${key}`, was[key], is[key]));
}

/** What is said of security schemes besides what a client sends, which is compared where it is asked for. */
function schemeWords({ components }: Description): Json {
  return mapValues(objectOf(components?.securitySchemes), (scheme) =>
    without(objectOf(scheme), ["type", "in", "name", "scheme"]),
  );
}

/** Keys that are compared elsewhere: by operation, or above. */
const elsewhere = ["paths", "components", "servers", "security", "info", "tags"];

/** What changed in a description besides its operations. */
export function documentChanges(before: Description, after: Description): Change[] {
  const asDocument = (where: string, { kind, what, level }: Draft): Change[] =>
    typeof level === "string" ? [{ side: "document", level, kind, where, what }] : [];
  const security = documentSecurity(before, after);
  const rest = (description: Description): Json => without(description as unknown as Json, elsewhere);
  const [was, is] = [rest(before), rest(after)];
  return [
    ...[...calledServer(before, after), ...serverDrafts(before.servers, after.servers)].flatMap((draft) =>
      asDocument("servers", draft),
    ),
    ...(security ? asDocument("security", security) : []),
    ...wordsOf("info", before.info, after.info),
    ...words("tags", before.tags, after.tags),
    ...wordsOf("securitySchemes", schemeWords(before), schemeWords(after)),
    ...[...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) => words(key, was[key], is[key])),
  ];
}
