import type { OpenAPI3, ReferenceObject, SchemaObject } from "openapi-typescript";

/** An OpenAPI description with unresolved references. */
export type Description = OpenAPI3;

/** Returns what a reference points to, following it once; `undefined` if it points to nothing. */
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

/** Whether the fragment of a reference has an invalid `%` escape. */
export function isBadlyEscaped(reference: string): boolean {
  try {
    decodeURIComponent(reference.replace(/^.*#/s, ""));
    return false;
  } catch {
    return true;
  }
}

/**
 * Follows a reference within the description to its end. Returns any other value unchanged.
 *
 * @throws Error when the reference points to nothing
 */
export function resolve<T extends object>(description: Description, value: T | ReferenceObject): T {
  let found: unknown = value;
  // Circular references resolve to an empty object.
  const passed: unknown[] = [];
  while (typeof found === "object" && found !== null && "$ref" in found && typeof found.$ref === "string") {
    if (passed.includes(found)) return {} as T;
    passed.push(found);
    const { $ref: reference } = found;
    found = target(description, reference);
    // A schema can be just `true` or `false`.
    if (typeof found === "boolean") return {} as T;
    if (typeof found !== "object" || found === null) {
      throw new Error(`${reference} points to nothing: correct it, or name it so in the other description of openapi/`);
    }
  }
  return (typeof found === "object" && found !== null ? found : {}) as T;
}

/** Returns the schema of the JSON content; `undefined` if there is none. */
export function jsonSchema(content: Record<string, object> | undefined): SchemaObject | ReferenceObject | undefined {
  const media = content?.["application/json"] as { schema?: SchemaObject | ReferenceObject } | undefined;
  return media?.schema;
}
