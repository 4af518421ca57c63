import { shortNames } from "../generate/short-names.ts";
import type { Description } from "../openapi/document.ts";
import type { Change } from "./change.ts";
import { missingIn, quoted } from "./wording.ts";

function names(description: Description): string[] {
  return [...shortNames(description).values()];
}

/**
 * The types that are exported by the names of schemas: code imports them, whether or not an operation has a use for the
 * schema, and whether or not another one says the same under another name.
 */
export function exportedChanges(before: Description, after: Description): Change[] {
  const [was, is] = [names(before), names(after)];
  return [
    ...missingIn(is, was).map((name): Change => {
      const what = `the type ${quoted(name)} is no longer exported`;
      return { side: "document", level: "breaking", kind: "removed", where: "", what };
    }),
    ...missingIn(was, is).map((name): Change => {
      const what = `the type ${quoted(name)} is exported`;
      return { side: "document", level: "compatible", kind: "added", where: "", what };
    }),
  ];
}

/** Whether that a schema comes or goes is told by the type that is exported of it. */
export function isExported(description: Description, schema: string): boolean {
  return shortNames(description).has(schema);
}
