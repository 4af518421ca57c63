import { serverOf, serverUrls } from "../generate/servers.ts";
import { shortNames } from "../generate/short-names.ts";
import type { Description } from "../openapi/document.ts";
import { type BareChange, type Change, diff } from "./change.ts";
import { isSame, missingIn } from "./json.ts";
import { securityChange } from "./security.ts";
import { quoted } from "./wording.ts";

/** Changes in a list of servers. Removing a URL breaks whoever calls it. */
function serverChanges(before: unknown, after: unknown): BareChange[] {
  const [was, is] = [serverUrls(before), serverUrls(after)];
  return [
    ...missingIn(is, was).map((url) => diff("servers", "breaking", `${quoted(url)} was removed`, "removed")),
    ...missingIn(was, is).map((url) => diff("servers", "compatible", `${quoted(url)} was added`, "added")),
  ];
}

/** Changes of the server that the client calls. */
function calledServer(before: Description, after: Description): BareChange[] {
  const [was, is] = [serverOf(before).url, serverOf(after).url];
  if (was === is) return [];
  const now = is === "" ? "calls now need a baseUrl" : `calls now go to ${quoted(is)}`;
  // A client with its own baseUrl is unaffected.
  if (was === "") return [diff("servers", "compatible", now)];
  return [diff("servers", "breaking", `${now} instead of ${quoted(was)}`)];
}

function textChanges(before: Description, after: Description): BareChange[] {
  const textOf = ({ info, tags, externalDocs }: Description) => [info, tags, externalDocs];
  return isSame(textOf(before), textOf(after)) ? [] : [diff("", "documentation", "info, tags or externalDocs changed")];
}

/** Changes of the exported types. Code can import a type even if no operation uses it. */
function exportedChanges(before: Description, after: Description): BareChange[] {
  const [was, is] = [before, after].map((one) => [...shortNames(one).values()]) as [string[], string[]];
  const removed = (name: unknown) => diff("", "breaking", `the type ${quoted(name)} is no longer exported`, "removed");
  const added = (name: unknown) => diff("", "compatible", `the type ${quoted(name)} is now exported`, "added");
  return [...missingIn(is, was).map(removed), ...missingIn(was, is).map(added)];
}

/** The changes of a description outside its operations. */
export function documentChanges(before: Description, after: Description): Change[] {
  const changes = [
    ...calledServer(before, after),
    ...serverChanges(before.servers, after.servers),
    ...securityChange([before, before.security], [after, after.security]),
    ...textChanges(before, after),
    ...exportedChanges(before, after),
  ];
  return changes.map((change) => ({ side: "document", ...change }));
}
