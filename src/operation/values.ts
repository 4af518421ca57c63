/** Whether `value` is an object as JSON means it: no array, no `Date`, no class of the caller's. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Compared by depth and not with Object.prototype, which is another one in each realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether it is `undefined` or `null`. */
export function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** Whether it is one value that has a text of its own. */
export function isPlain(value: unknown): value is string | number | boolean | bigint {
  return typeof value === "string" || typeof value === "boolean" || typeof value === "bigint" || Number.isFinite(value);
}

/** Whether it is a `Blob` or a `File`, of whichever realm. */
export function isBlob(value: unknown): value is Blob {
  if (typeof value !== "object" || value === null) return false;
  const { size, type, arrayBuffer } = value as Partial<Blob>;
  return typeof size === "number" && typeof type === "string" && typeof arrayBuffer === "function";
}

/** An object's own property: what a prototype has, perhaps a polluted one, says nothing about it. */
export function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}
