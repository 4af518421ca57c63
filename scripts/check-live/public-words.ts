// What of an answer may be shown although the description does not name it. It says what may be, not what may not:
// whatever else an answer holds can belong to a person.

/** Whether a key reads as the name of a field, rather than as a phone, an id or a name that a map is keyed by. */
export function isFieldName(key: string): boolean {
  return /^_?[a-z][A-Za-z0-9_]{0,39}$/.test(key) && !/\d{3}/.test(key);
}

/** Whether a value of a field with an enum reads as one more value of the enum. */
export function isEnumWord(value: unknown): value is string {
  return typeof value === "string" && /^[a-z][a-z_]{1,19}$/.test(value);
}
