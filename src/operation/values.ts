/** Whether `value` is a plain object, as opposed to an array, a `Date` or another class. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Compares depth rather than identity: each realm has its own Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether `value` is `undefined` or `null`. */
export function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** Whether `value` is a scalar that can be written as text. */
export function isPlain(value: unknown): value is string | number | boolean | bigint {
  return typeof value === "string" || typeof value === "boolean" || typeof value === "bigint" || Number.isFinite(value);
}

/** An object's own property: a polluted prototype cannot supply it. */
export function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}

/** Returns `otherwise` if `read` throws: a getter of a caller's object, or a runtime that lacks or denies something. */
export function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Parses JSON; returns `otherwise` if `text` is not JSON. */
export const fromJson = (text: string, otherwise: unknown): unknown => orElse(() => JSON.parse(text), otherwise);
