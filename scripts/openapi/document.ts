import type { OpenAPI3, ReferenceObject, SchemaObject } from "openapi-typescript";

/** An OpenAPI description with its references still in it. */
export type Description = OpenAPI3;

/** What a reference points to, without following it further; `undefined` where there is nothing. */
export function target(description: Description, reference: string): unknown {
  if (!reference.startsWith("#") || isBadlyEscaped(reference)) return undefined;
  let found: unknown = description;
  for (const part of reference.replace(/^#\/?/, "").split("/")) {
    if (part === "") continue;
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    found = Object.hasOwn(Object(found), key) ? Object(found)[key] : undefined;
  }
  return found;
}

/** Whether a reference within a file has a `%` that escapes nothing. */
export function isBadlyEscaped(reference: string): boolean {
  try {
    decodeURIComponent(reference.replace(/^.*#/s, ""));
    return false;
  } catch {
    return true;
  }
}

/** What a reference within the description points to; anything else as it is. */
export function resolve<T extends object>(description: Description, value: T | ReferenceObject): T {
  let found: unknown = value;
  // References that go in a circle say nothing.
  const passed = new Set<unknown>();
  while (typeof found === "object" && found !== null && "$ref" in found && typeof found.$ref === "string") {
    if (passed.has(found)) return {} as T;
    passed.add(found);
    const { $ref: reference } = found;
    found = target(description, reference);
    // A schema can be nothing but true or false.
    if (typeof found === "boolean") return {} as T;
    if (typeof found !== "object" || found === null) {
      throw new Error(`${reference} points to nothing: correct it, or name it so in the other description of openapi/`);
    }
  }
  return (typeof found === "object" && found !== null ? found : {}) as T;
}

/** The schema of a JSON content, `undefined` where there is none. */
export function jsonSchema(content: Record<string, object> | undefined): SchemaObject | ReferenceObject | undefined {
  const media = content?.["application/json"] as { schema?: SchemaObject | ReferenceObject } | undefined;
  return media?.schema;
}
