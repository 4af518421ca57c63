/** Whether `value` is an object as JSON means it: no array, no `Date`, no class of the caller's. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // By depth rather than by identity: each realm has its own Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether it is `undefined` or `null`. */
export function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** Whether it is a single value with a text of its own. */
export function isPlain(value: unknown): value is string | number | boolean | bigint {
  return typeof value === "string" || typeof value === "boolean" || typeof value === "bigint" || Number.isFinite(value);
}

/** An object's own property. A prototype, perhaps a polluted one, proves nothing about it. */
export function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}

/** A text parsed as JSON; `otherwise` if it is not JSON. */
export function fromJson(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
