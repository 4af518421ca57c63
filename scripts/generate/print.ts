/** Groups items by key, keeping their order. Node 20 has no `Map.groupBy`. */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Prints a JSON value as TypeScript. Breaks lines down to `depth`, and deeper only where a line would be too long. */
export function literal(value: unknown, depth = 0, indent = ""): string {
  // These two would end a line comment.
  if (typeof value === "string")
    return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => literal(item, depth - 1, inner))
    : Object.entries(value).map(([key, item]) => `${propertyName(key)}: ${literal(item, depth - 1, inner)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return open + close;
  const line = Array.isArray(value) ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  if (depth <= 0 && line.length + indent.length <= 110 && !line.includes("\n")) return line;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join("")}${indent}${close}`;
}

/** Prints a property name, quoted if necessary. A plain `__proto__` would set the prototype instead. */
export function propertyName(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** Prints the access to a property: `.name` or `["name"]`. */
export function access(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** Prints lines as a doc comment, escaped so that they cannot end it early. */
export function docComment(lines: readonly string[], indent = ""): string {
  const safe = lines.flatMap((line) => line.replaceAll("*/", "*\\/").split(/\r\n|[\n\r\u2028\u2029]/));
  if (safe.length === 1 && safe[0] !== undefined) return `${indent}/** ${safe[0]} */\n`;
  const body = safe.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`).join("");
  return `${indent}/**\n${body}${indent} */\n`;
}
