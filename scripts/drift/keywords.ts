/** What this comparison adds to schemas for itself. */
const own = "x-drift-";

/** Stands where a schema is referred to, so that no comparison follows references: recursion ends, and what is shared is compared once. */
export const refKey = `${own}ref`;

/**
 * Marks an `enum` of one text that was a `const`: a server may answer other values than an enum names before its
 * description does, and the generated types leave room for them; what is constant they take at its word.
 */
export const constKey = `${own}const`;

/**
 * Say how a parameter is written, with what holds by default; under names of their own, since api-smart-diff has defaults
 * for `style` and `explode` that are others than OpenAPI's.
 */
export const styleKey = `${own}style`;
export const explodeKey = `${own}explode`;

/** Keywords of a schema that hold one schema. */
export const holdsOne = [
  "items",
  "additionalProperties",
  "not",
  "contains",
  "propertyNames",
  "if",
  "then",
  "else",
  "unevaluatedProperties",
  "unevaluatedItems",
] as const;

/** Of these, the ones where more that passes may mean less that passes outside: what is in them is told as a whole. */
export const turnsRound: readonly string[] = ["not", "if"];

/** Keywords that hold schemas by name. */
export const holdsNamed = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"] as const;

/** Keywords that hold a list of schemas. */
export const holdsList = ["oneOf", "anyOf", "allOf", "prefixItems"] as const;

const words = ["title", "description", "summary", "example", "examples", "externalDocs", "xml", "$comment"];

/** Whether a key holds words for people, or an extension, of which OpenAPI says nothing. */
export function isDocumentation(key: string): boolean {
  return words.includes(key) || (key.startsWith("x-") && !key.startsWith(own));
}

/** Under this name stand the variants of a union or of an `allOf` while they are compared: by name instead of by place. */
export function variantsKey(keyword: (typeof holdsList)[number]): string {
  return `${own}${keyword}`;
}

/** The keyword that `variantsKey` was made from. */
export function keywordOf(key: string): string {
  return holdsList.find((keyword) => variantsKey(keyword) === key) ?? key;
}
