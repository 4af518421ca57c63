import type { Path } from "./json.ts";

/** What a report calls the members of a union or composition. */
const members: Readonly<Record<string, string>> = { oneOf: "variant", anyOf: "variant", allOf: "part" };

/** A path within a schema such as `.customer.tags[]`, and the union variants along it. */
function withinSchema(path: Path): { readonly text: string; readonly variants: string } {
  let [text, variants] = ["", ""];
  for (let index = 0; index < path.length; index += 1) {
    const key = String(path[index]);
    if (key === "properties") text += `.${path[++index]}`;
    else if (key === "items") text += "[]";
    else if (key === "additionalProperties") text += "{}";
    else if (members[key]) variants += ` (${members[key]} ${path[++index]})`;
    else text += `.${key}`;
  }
  return { text, variants };
}

function joined(base: string, schema: Path): string {
  const { text, variants } = withinSchema(schema);
  const isApart = !base.startsWith("body") && text.startsWith(".");
  return `${base}${isApart ? ` ${text.slice(1)}` : text}${variants}`;
}

/** Adds the content type, unless it is JSON. */
function ofContent(name: string, path: Path): string {
  const [first, second, ...rest] = path;
  if (first === "schema") return joined(name, path.slice(1));
  if (first !== "content" || second === undefined) return name;
  return ofContent(second === "application/json" ? name : `${name} (${second})`, rest);
}

/** A place within an operation as a report names it: `body.phone`, `query limit`, `200 data[].tags`, `200 data.phone (variant Contact)`. */
export function whereOf(path: Path): string {
  const [first, second] = path;
  if (first === "requestBody") return ofContent("body", path.slice(1));
  if (second === undefined) return String(first ?? "");
  return ofContent(String(second), path.slice(2));
}
