import { groupOf, isKind, type Kind, root, type Slot, slotOf } from "./kinds.ts";
import type { Path } from "./tree.ts";

/** What is generated from, by its kind: to take one for another would make it wrong. */
const read: Readonly<Record<string, string>> = {
  Schema: "a schema",
  Parameter: "a parameter",
  Response: "a response",
  RequestBody: "a request body",
  SecurityScheme: "a security scheme",
  PathItem: "a path",
};

/** What a reference may be found to lead to instead. */
const found: Readonly<Record<string, string>> = {
  ...read,
  Header: "a header",
  Example: "an example",
  Link: "a link",
  Callback: "a callback",
  MediaType: "a content",
  Operation: "an operation",
};

function slotWithin({ items, ...kind }: Kind, key: string, value: unknown): Slot {
  if (items) return typeof items === "function" ? items(value, key) : items;
  return slotOf(kind, key, value);
}

/** What stands at a path of a description, as far as OpenAPI says. Of a file that is none it mostly says nothing. */
function kindAt(description: unknown, path: Path): Kind | undefined {
  let slot: Slot = root;
  let value = description;
  for (const key of path) {
    if (!isKind(slot)) return undefined;
    value = Object(value)[key];
    slot = slotWithin(slot, String(key), value);
  }
  return isKind(slot) ? slot : undefined;
}

/** What is wrong with a reference to a path of a file that must be of some kind, as a sentence's end and a remedy. */
export function wrongKind(
  wanted: Kind,
  file: unknown,
  path: Path,
): readonly [what: string, remedy: string] | undefined {
  const is = kindAt(file, path)?.name ?? wanted.name;
  if (is === wanted.name || !read[wanted.name] || !found[is]) return undefined;
  const group = groupOf(wanted);
  const remedy = group === undefined ? "Correct it." : `Name one such as \`#/components/${group}/Name\`.`;
  return [`leads to ${found[is]}, but must lead to ${read[wanted.name]}.`, remedy];
}
