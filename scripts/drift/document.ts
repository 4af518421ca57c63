import { serverOf, serverUrls } from "../generate/servers.ts";
import { shortNames } from "../generate/short-names.ts";
import type { Description } from "../openapi/document.ts";
import { operationsOf } from "../openapi/operations.ts";
import { type Json, reached } from "../openapi/walk.ts";
import { type Change, type Told, told } from "./change.ts";
import { isSame, keysOf, missingIn, objectOf, without } from "./json.ts";
import { securityChange } from "./security.ts";
import { quoted } from "./wording.ts";

/** An address with its host in lower case; the case of the path matters. */
function asCalled(url: string): string {
  return url.replace(/^https?:\/\/[^/?#@]*(?=[/?#]|$)/i, (origin) => origin.toLowerCase());
}

/** Changes in a list of servers. A removed address breaks whoever calls it. */
export function serverChanges(before: unknown, after: unknown): Told[] {
  const [was, is] = [serverUrls(before).map(asCalled), serverUrls(after).map(asCalled)];
  const changes = [
    ...missingIn(is, was).map((url) => told("servers", "breaking", `${quoted(url)} was removed`, "removed")),
    ...missingIn(was, is).map((url) => told("servers", "compatible", `${quoted(url)} was added`, "added")),
  ];
  if (changes.length > 0 || isSame(before, after)) return changes;
  return [told("servers", "documentation", "their descriptions changed")];
}

/** Changes of the server that the client calls and sends its key to. */
function calledServer(before: Description, after: Description): Told[] {
  const [was, is] = [asCalled(serverOf(before).url), asCalled(serverOf(after).url)];
  if (was === is) return [];
  const now = is === "" ? "calls now need a baseUrl" : `calls now go to ${quoted(is)}`;
  // A client with its own baseUrl is unaffected.
  if (was === "") return [told("servers", "compatible", now)];
  return [told("servers", "breaking", `${now}, not to ${quoted(was)}`)];
}

/** Compared elsewhere. */
const elsewhere = ["paths", "components", "servers", "security"];

function wordChanges(before: Description, after: Description): Told[] {
  // The cast: any key can be in a description.
  const [was, is] = [before, after].map((one) => without(one as unknown as Json, ...elsewhere)) as [Json, Json];
  const changed = keysOf(was, is).filter((key) => !isSame(was[key], is[key]));
  return changed.map((key) => told(key, "documentation", "changed"));
}

/** Changes of the exported types, which code can import even if no operation uses them. */
function exportedChanges(before: Description, after: Description): Told[] {
  const [was, is] = [before, after].map((one) => [...shortNames(one).values()]) as [string[], string[]];
  const gone = (name: unknown) => told("", "breaking", `the type ${quoted(name)} is no longer exported`, "removed");
  const come = (name: unknown) => told("", "compatible", `the type ${quoted(name)} is exported`, "added");
  return [...missingIn(is, was).map(gone), ...missingIn(was, is).map(come)];
}

/** The parts of `components`, as `schemas/Name`. Security schemes are compared where they are required. */
function partsOf({ components }: Description): Json {
  const { securitySchemes: _, ...kinds } = objectOf(components);
  const parts = Object.entries(kinds).flatMap(([kind, named]) =>
    Object.entries(objectOf(named)).map(([name, part]) => [`${kind}/${name}`, part]),
  );
  return Object.fromEntries(parts);
}

/** Changes of components that no operation uses, except added and removed exported types. */
function unusedChanges(before: Description, after: Description): Told[] {
  const [was, is] = [partsOf(before), partsOf(after)];
  const usedBy = (one: Description) => reached(one, Object.values(operationsOf(one)));
  const used = new Set([...usedBy(before), ...usedBy(after)]);
  return keysOf(was, is).flatMap((part): Told[] => {
    if (used.has(part) || isSame(was[part], is[part])) return [];
    const kind = was[part] === undefined ? "added" : is[part] === undefined ? "removed" : "changed";
    const [, schema = ""] = /^schemas\/(.*)$/.exec(part) ?? [];
    if (kind !== "changed" && shortNames(kind === "added" ? after : before).has(schema)) return [];
    return [told(`components.${part.replace("/", ".")}`, "documentation", `${kind}; no operation uses it`, kind)];
  });
}

/** The changes of a description outside its operations. */
export function documentChanges(before: Description, after: Description): Change[] {
  const changes = [
    ...calledServer(before, after),
    ...serverChanges(before.servers, after.servers),
    ...securityChange([before, before.security], [after, after.security]),
    ...wordChanges(before, after),
    ...exportedChanges(before, after),
    ...unusedChanges(before, after),
  ];
  return changes.map((change) => ({ side: "document", ...change }));
}
