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

function isMap({ properties, additionalProperties, items }: NodeType): boolean {
  return items !== undefined || (additionalProperties !== undefined && Object.keys(properties).length === 0);
}

function unknownField(own: Slot) {
  return (value: unknown, key: string) => {
    if (key.startsWith("x-")) return null;
    return typeof own === "function" ? own(value, key) : own;
  };
}

function isRead(name: string, key: string): boolean {
  return !key.startsWith("x-") && !unread.has(key) && !(name === "Schema" && key === "examples");
}

function lenient(name: string, type: NodeType): NodeType {
  const { properties, additionalProperties, items } = type;
  const needed = { required: required[name] ?? [] };
  if (strict.has(name)) {
    return { ...needed, properties, additionalProperties: unknownField(additionalProperties) };
  }
  if (isMap(type)) return { properties, ...(items ? { items } : { additionalProperties }) };
  const read = Object.entries(properties).filter(([key]) => isRead(name, key));
  if (name !== "Schema") return { ...needed, properties: Object.fromEntries(read), additionalProperties: () => null };
  // Redocly visits each of `properties` even where a schema lacks it, which takes most of its time.
  const slots = new Map(read);
  return {
    ...needed,
    properties: {},
    additionalProperties: (value: unknown, key: string) => unknownField(slots.get(key) ?? null)(value, key),
  };
}

/** The types used for checking and bundling. */
export const types: Types = Object.fromEntries(
  Object.entries<NodeType>(Oas3_1Types).map(([name, type]) => [name, lenient(name, type)]),
);
