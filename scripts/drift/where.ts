import type { Path } from "./json.ts";

/** The path within a schema as a reader writes it: `.customer.tags[]`. */
function withinSchema(path: Path): string {
  let text = "";
  for (let index = 0; index < path.length; index += 1) {
    const key = String(path[index]);
    if (key === "properties") text += `.${path[++index]}`;
    else if (key === "items") text += "[]";
    else if (key === "additionalProperties") text += "{}";
    else if (key === "prefixItems") text += `[${path[++index]}]`;
    else if (["oneOf", "anyOf", "allOf"].includes(key)) text += `(${String(path[++index]).replace(/^\w+ /, "")})`;
    else text += `.${key}`;
  }
  return text;
}

function joined(base: string, schema: Path): string {
  const inner = withinSchema(schema);
  if (!base.startsWith("body") && inner.startsWith(".")) return `${base} ${inner.slice(1)}`;
  return `${base}${inner}`;
}

/** A content other than JSON is named. */
function ofContent(name: string, path: Path): string {
  const [first, second, ...rest] = path;
  if (first === "schema") return joined(name, path.slice(1));
  if (first !== "content" || second === undefined) return name;
  return ofContent(second === "application/json" ? name : `${name} (${second})`, rest);
}

/** A place within an operation, as a reader finds it: `body.phone`, `query limit`, `200 data[].tags`. */
export function whereOf(path: Path): string {
  const [first, second, third, fourth] = path;
  if (first === "requestBody") return ofContent("body", path.slice(1));
  if (first === "responses" && third === "headers" && fourth !== undefined) return `${second} header ${fourth}`;
  if (second === undefined) return String(first ?? "");
  return ofContent(String(second), path.slice(2));
}
