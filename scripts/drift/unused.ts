import type { Description } from "../openapi/document.ts";
import type { Change } from "./change.ts";
import { isExported } from "./exported.ts";
import { field, isSame, type Json, objectOf } from "./json.ts";

/** The references within a value. */
function referencesIn(value: unknown, found: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "$ref" && typeof inner === "string") found.add(inner);
    else referencesIn(inner, found);
  }
}

/** The references that the operations of a description lead to, as `#/components/schemas/Contact`. */
export function usedReferences(description: Description, start: unknown = description.paths): Set<string> {
  const found = new Set<string>();
  referencesIn(start, found);
  // A set gives what is added to it on the way, too.
  for (const reference of found) {
    const [, , kind = "", name = ""] = reference.split("/");
    referencesIn(objectOf(objectOf(description.components)[kind])[name], found);
  }
  return found;
}

/** What became of a part, where it did not stay as it was. */
function actionOf(before: unknown, after: unknown): "added" | "removed" | "changed" | undefined {
  if (isSame(before, after)) return undefined;
  return before === undefined ? "added" : after === undefined ? "removed" : "changed";
}

/** What changed in shared parts that no operation uses: nothing for a client, but for the types that are exported of them. */
export function unusedChanges(before: Description, after: Description): Change[] {
  const used = new Set([...usedReferences(before), ...usedReferences(after)]);
  const partsOf = ({ components }: Description): Json => objectOf(components);
  const kinds = [...new Set([...Object.keys(partsOf(before)), ...Object.keys(partsOf(after))])];
  return kinds.flatMap((kind) => {
    if (kind === "securitySchemes") return [];
    const [was, is] = [objectOf(partsOf(before)[kind]), objectOf(partsOf(after)[kind])];
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return names.flatMap((name): Change[] => {
      const action = actionOf(field(was, name), field(is, name));
      if (action === undefined || used.has(`#/components/${kind}/${name}`)) return [];
      // That its type comes or goes is told as such.
      if (kind === "schemas" && action !== "changed" && isExported(action === "added" ? after : before, name))
        return [];
      const what = `${action}; no operation uses it`;
      return [{ side: "document", level: "documentation", kind: action, where: `components.${kind}.${name}`, what }];
    });
  });
}
