// What the report may show of a response besides names from the description. Anything else can be personal data, even the
// keys of an object.

/** Whether a key looks like a field name and not like a phone number, an id or a person's name. */
export function isFieldName(key: string): boolean {
  return /^_?[a-z][A-Za-z0-9_]{0,39}$/.test(key) && !/\d{3}/.test(key);
}

/** Whether a value looks like an enum value and not like text that a person wrote. */
export function isEnumWord(value: unknown): value is string {
  return typeof value === "string" && /^[a-z][a-z_]{1,19}$/.test(value);
}

/** The JSON type of a value. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
