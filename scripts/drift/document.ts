import { serverOf, serverUrls } from "../generate/servers.ts";
import { shortNames } from "../generate/short-names.ts";
import type { Description } from "../openapi/document.ts";
import { type Change, type Told, told } from "./change.ts";
import { isSame, missingIn } from "./json.ts";
import { securityChange } from "./security.ts";
import { quoted } from "./wording.ts";

/** Changes in a list of servers. A removed address breaks whoever calls it. */
function serverChanges(before: unknown, after: unknown): Told[] {
  const [was, is] = [serverUrls(before), serverUrls(after)];
  return [
    ...missingIn(is, was).map((url) => told("servers", "breaking", `${quoted(url)} was removed`, "removed")),
    ...missingIn(was, is).map((url) => told("servers", "compatible", `${quoted(url)} was added`, "added")),
  ];
}

/** Changes of the server that the client calls and sends its key to. */
function calledServer(before: Description, after: Description): Told[] {
  const [was, is] = [serverOf(before).url, serverOf(after).url];
  if (was === is) return [];
  const now = is === "" ? "calls now need a baseUrl" : `calls now go to ${quoted(is)}`;
  // A client with its own baseUrl is unaffected.
  if (was === "") return [told("servers", "compatible", now)];
  return [told("servers", "breaking", `${now}, not to ${quoted(was)}`)];
}

function wordChanges(before: Description, after: Description): Told[] {
  const wordsOf = ({ info, tags, externalDocs }: Description) => [info, tags, externalDocs];
  return isSame(wordsOf(before), wordsOf(after)) ? [] : [told("", "documentation", "its words changed")];
}

/** Changes of the exported types, which code can import even if no operation uses them. */
function exportedChanges(before: Description, after: Description): Told[] {
  const [was, is] = [before, after].map((one) => [...shortNames(one).values()]) as [string[], string[]];
  const gone = (name: unknown) => told("", "breaking", `the type ${quoted(name)} is no longer exported`, "removed");
  const come = (name: unknown) => told("", "compatible", `the type ${quoted(name)} is exported`, "added");
  return [...missingIn(is, was).map(gone), ...missingIn(was, is).map(come)];
}

/** The changes of a description outside its operations. */
export function documentChanges(before: Description, after: Description): Change[] {
  const changes = [
    ...calledServer(before, after),
    ...serverChanges(before.servers, after.servers),
    ...securityChange([before, before.security], [after, after.security]),
    ...wordChanges(before, after),
    ...exportedChanges(before, after),
  ];
  return changes.map((change) => ({ side: "document", ...change }));
}
