import { methodNames } from "../drift/methods.ts";
import { groupBy } from "../generate/print.ts";
import { rowsOf } from "../generate/rows.ts";
import { oneLine } from "../one-line.ts";
import type { Description } from "../openapi/document.ts";

/** The methods of a description, one namespace a line: `  wipsy.contacts  list, iterate, get, create`. */
export function methodLines(description: Description): string[] {
  const names = rowsOf(description).rows.flatMap((row) => methodNames(description, row));
  const namespaces = groupBy(names, (name) => name.slice(0, name.lastIndexOf(".")));
  const width = Math.max(0, ...[...namespaces.keys()].map((namespace) => namespace.length));
  return [...namespaces].map(([namespace, own]) => {
    const methods = own.map((name) => name.slice(namespace.length + 1)).join(", ");
    return oneLine(`  ${namespace.padEnd(width)}  ${methods}`);
  });
}
