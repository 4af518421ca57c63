import { normalizeTypes, Oas3_1Types } from "@redocly/openapi-core";
import { oncePer } from "../once.ts";

/** What a value must be that is no object with fields of its own. */
export interface Scalar {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: Scalar;
  /** A text that is a reference to a value of this kind. */
  readonly directResolveAs?: Kind;
}

/** What may stand somewhere: a kind of object or list, a scalar, `null` for anything, `undefined` for nothing. */
export type Slot = Kind | Scalar | null | undefined;

/** A kind of object (or, with `items`, of list) of OpenAPI: what its fields must be. */
export interface Kind {
  readonly name: string;
  readonly properties: Readonly<Record<string, Slot | ((value: unknown, key: string) => Slot)>>;
  readonly additionalProperties?: Slot | ((value: unknown, key: string) => Slot);
  readonly items?: Kind | ((value: unknown, key: string) => Kind);
}

export function isKind(slot: Slot): slot is Kind {
  return slot !== null && slot !== undefined && "name" in slot && "properties" in slot;
}

/**
 * The kinds of OpenAPI 3.1, which have all that 3.0 has. They are redocly's; its own check of them is not used, because
 * it follows each reference by recursion, which ends in a stack overflow where a thousand schemas refer to one another,
 * and because it counts every field that it does not know as an error.
 */
// The cast: redocly's types are wider than what its normalised tables hold.
const kinds = normalizeTypes(Oas3_1Types) as unknown as { readonly [name: string]: Kind } & { readonly Root: Kind };

/** The kind of a whole description. */
export const root: Kind = kinds.Root;

/** Fields that nothing is generated from: whatever they hold, it does no harm. */
const unread = new Set(
  (
    "externalDocs contact license termsOfService xml encoding style explode allowReserved allowEmptyValue multipleOf " +
    "exclusiveMaximum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxProperties " +
    "minProperties minContains maxContains $comment $id id $schema $vocabulary contentEncoding contentMediaType " +
    "externalValue bearerFormat flows openIdConnectUrl"
  ).split(" "),
);

/** A mapping's value is a reference where it looks like one; else it is a schema's name. */
function isMappingReference(value: unknown): value is string {
  return typeof value === "string" && /[#/]|\.(ya?ml|json)$/.test(value);
}

const isMap = oncePer(({ properties }: Kind) => Object.keys(properties).length === 0);

/** Whether nothing is read from a field, so that it may be anything. */
function isUnread(kind: Kind, key: string): boolean {
  const isExtension = key.startsWith("x-");
  if (isMap(kind)) return kind.name === "Paths" && isExtension;
  return isExtension || unread.has(key) || (kind.name === "Schema" && key === "examples");
}

function mappingSlot(value: unknown): Slot {
  return { type: "string", ...(isMappingReference(value) && kinds.Schema && { directResolveAs: kinds.Schema }) };
}

/** What the value of a field must be. A field that is unknown to OpenAPI may be anything, where it cannot be a slip. */
export function slotOf(kind: Kind, key: string, value: unknown): Slot {
  if (isUnread(kind, key)) return null;
  if (kind.name === "DiscriminatorMapping") return mappingSlot(value);
  // 3.1 has no `nullable`.
  if (kind.name === "Schema" && key === "nullable") return { type: "boolean" };
  const own = Object.hasOwn(kind.properties, key) ? kind.properties[key] : kind.additionalProperties;
  const slot = typeof own === "function" ? own(value, key) : own;
  const isSlip = slot === undefined && ["Paths", "PathItem", "Responses"].includes(kind.name);
  return isSlip ? undefined : (slot ?? null);
}

/** The fields without which nothing right can be generated. What OpenAPI requires beyond them is let be. */
export function requiredOf({ name }: Kind, value: { readonly [key: string]: unknown }): readonly string[] {
  if (name === "SecurityScheme") {
    const more: Record<string, readonly string[]> = { apiKey: ["name", "in"], http: ["scheme"] };
    return ["type", ...(more[String(value.type)] ?? [])];
  }
  const required: Record<string, readonly string[]> = {
    Root: ["info"],
    Info: ["title", "version"],
    Server: ["url"],
    ServerVariable: ["default"],
    Tag: ["name"],
    Parameter: ["name", "in"],
    RequestBody: ["content"],
    Discriminator: ["propertyName"],
  };
  return required[name] ?? [];
}

/** The group of `components` that holds values of a kind; `undefined` for those that no group holds. */
export function groupOf({ name }: Kind): string | undefined {
  const groups: Record<string, string> = {
    Schema: "schemas",
    Parameter: "parameters",
    Response: "responses",
    Example: "examples",
    RequestBody: "requestBodies",
    Header: "headers",
    SecurityScheme: "securitySchemes",
    Link: "links",
    Callback: "callbacks",
  };
  return groups[name];
}
