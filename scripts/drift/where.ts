import { at, type Json, listOf, objectOf, type Path } from "./json.ts";
import { keywordOf } from "./keywords.ts";

/** The way within a schema as a reader writes it: `.customer.tags[]`. */
function withinSchema(path: Path): string {
  let text = "";
  for (let index = 0; index < path.length; index += 1) {
    const key = String(path[index]);
    if (key === "properties") text += `.${path[++index]}`;
    else if (key === "items") text += "[]";
    else if (key === "additionalProperties") text += "{}";
    else if (key === "patternProperties") text += `{${path[++index]}}`;
    else if (keywordOf(key) === "prefixItems") text += `[${Number(path[++index]) - 1}]`;
    else if (keywordOf(key) !== key) text += `(${String(path[++index]).replace(/^(before|after) /, "")})`;
    else text += `.${key}`;
  }
  return text;
}

/** A content other than JSON is named. */
function ofContent(name: string, path: Path): string {
  const [content, type, schema, ...rest] = path;
  if (content !== "content" || type === undefined) return name;
  const base = type === "application/json" ? name : `${name} (${type})`;
  return schema === "schema" ? joined(base, rest) : base;
}

function joined(base: string, schema: Path): string {
  const inner = withinSchema(schema);
  if (!base.startsWith("body") && inner.startsWith(".")) return `${base} ${inner.slice(1)}`;
  return `${base}${inner}`;
}

/** A place within an operation, as a reader finds it: `body.phone`, `query limit`, `200 data[].tags`. */
export function whereOf(path: Path, operation: Json): string {
  const [first, second, ...rest] = path;
  if (first === "requestBody") return ofContent("body", path.slice(1));
  if (first === "parameters") {
    const { in: place, name } = objectOf(at(listOf(operation.parameters), [second ?? 0]));
    const base = `${place} ${name}`;
    return rest[0] === "schema" ? `${base}${withinSchema(rest.slice(1))}` : ofContent(base, rest);
  }
  if (first !== "responses" || second === undefined) return path.length === 0 ? "" : String(first);
  if (rest[0] === "headers" && rest[1] !== undefined) return `${second} header ${rest[1]}`;
  return ofContent(String(second), rest);
}
