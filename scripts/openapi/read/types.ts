import { Oas3_1Types } from "@redocly/openapi-core";

// Redocly's types for OpenAPI 3.1, which also cover 3.0. They omit rules that real descriptions break and that do not
// affect the generated code. Unknown fields and examples are neither checked nor searched for references.

type NodeType = (typeof Oas3_1Types)["Root"];
type Types = Record<string, NodeType>;
type Slot = NodeType["additionalProperties"];

/** Fields that nothing is generated from. */
const unread = new Set(
  (
    "externalDocs contact license termsOfService xml encoding style explode allowReserved allowEmptyValue multipleOf " +
    "exclusiveMaximum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxProperties " +
    "minProperties minContains maxContains $comment $id id $schema $vocabulary contentEncoding contentMediaType " +
    "example value externalValue bearerFormat flows openIdConnectUrl discriminator"
  ).split(" "),
);

/** The fields that the generator cannot do without. */
const required: Readonly<Record<string, NodeType["required"]>> = {
  Root: ["info"],
  Info: ["title", "version"],
  Server: ["url"],
  ServerVariable: ["default"],
  Tag: ["name"],
  Parameter: ["name", "in"],
  RequestBody: ["content"],
  SecurityScheme: ({ type }: { readonly type?: unknown }) => [
    "type",
    ...({ apiKey: ["name", "in"], http: ["scheme"] }[String(type)] ?? []),
  ],
};

/** Types in which an unknown field is a typo that would lose an operation or an answer. */
const strict = new Set(["Paths", "PathItem", "Responses"]);

function slotOf(slot: Slot, value: unknown, key: string) {
  if (key.startsWith("x-")) return null;
  return typeof slot === "function" ? slot(value, key) : slot;
}

function isRead(name: string, key: string): boolean {
  return !key.startsWith("x-") && !unread.has(key) && !(name === "Schema" && key === "examples");
}

function lenient(name: string, { properties, additionalProperties: additional, items }: NodeType): NodeType {
  const isMap = items !== undefined || (additional !== undefined && Object.keys(properties).length === 0);
  if (isMap && !strict.has(name)) return { properties, ...(items ? { items } : { additionalProperties: additional }) };
  const slots = new Map(Object.entries(properties).filter(([key]) => isRead(name, key)));
  const other = strict.has(name) ? additional : null;
  return {
    required: required[name] ?? [],
    // Redocly visits each of them even where a schema lacks it, which takes most of its time.
    properties: name === "Schema" ? {} : Object.fromEntries(slots),
    additionalProperties: (value: unknown, key: string) => slotOf(slots.get(key) ?? other, value, key),
  };
}

/** The types used for checking and bundling. */
export const types: Types = Object.fromEntries(
  Object.entries<NodeType>(Oas3_1Types).map(([name, type]) => [name, lenient(name, type)]),
);
