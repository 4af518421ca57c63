// What of an answer may be shown although the description does not name it. It says what may be, not what may not:
// whatever else an answer holds can belong to a person.

// A key is shown or recorded where
// - the description names it, as one of the properties of this very object; or
// - the description names other properties of this object, and says nothing of what is under any other key: then it is a
//   new field, if it reads as one.
// Any other key is data, as a value is: `custom_fields: { juan: … }` is keyed by what somebody wrote. Such are the keys of
// an object without named properties, those that `additionalProperties` has a schema for, and all keys within a new field.

/** Whether a key reads as the name of a field, rather than as a phone, an id or a name that a map is keyed by. */
export function isFieldName(key: string): boolean {
  return /^_?[a-z][A-Za-z0-9_]{0,39}$/.test(key) && !/\d{3}/.test(key);
}

/** Whether a value of a field with an enum reads as one more value of the enum. */
export function isEnumWord(value: unknown): value is string {
  return typeof value === "string" && /^[a-z][a-z_]{1,19}$/.test(value);
}
