import openapiTS, { astToString, type SchemaObject } from "openapi-typescript";
import ts from "typescript";
import { isBytes } from "./contents.ts";
import { type Description, operationsOf, withIds } from "./description.ts";

type Json = { [key: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Marks a schema that stands for any text besides the values an enum names. */
const anyText = { type: "string", "x-any-text": true };

/** An enum of texts as one that other values may join. */
function opened(schema: Json): Json {
  const { enum: values, type, nullable, default: _, ...rest } = schema;
  return {
    ...rest,
    anyOf: [{ type: type ?? "string", ...(nullable === true && { nullable }), enum: values }, anyText],
  };
}

function isTextEnum(value: Json): boolean {
  return Array.isArray(value.enum) && value.enum.every((one) => typeof one === "string" || one === null);
}

/** `value` with what `change` makes of each object in it, deepest first. Examples are values, not schemas: left alone. */
function mapObjects(value: unknown, change: (object: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (!isObject(value)) return value;
  const kept = ["example", "examples", "default", "enum"];
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    kept.includes(key) ? item : mapObjects(item, change),
  ]);
  return change(Object.fromEntries(entries));
}

/** The names of the schemas that are reached from `value`. */
function reached(description: Description, value: unknown, found = new Set<string>()): Set<string> {
  mapObjects(value, (object) => {
    const [, kind, name] = /^#\/components\/(\w+)\/(.+)$/.exec(String(object.$ref)) ?? [];
    if (kind !== undefined && name !== undefined && !found.has(`${kind}/${name}`)) {
      found.add(`${kind}/${name}`);
      const parts = description.components?.[kind as "schemas"] as Json | undefined;
      reached(description, parts?.[name], found);
    }
    return object;
  });
  return found;
}

/**
 * The description with the enums of its answers open: servers add values before descriptions do. What is only sent
 * stays closed, so that a misspelt value does not compile.
 */
export function openAnswers(description: Description): Description {
  const open = (object: Json) => (isTextEnum(object) ? opened(object) : object);
  const inAnswers = reached(
    description,
    operationsOf(description).map(({ operation }) => operation.responses),
  );
  const copy = structuredClone(description) as unknown as { paths: Json; components?: Record<string, Json> };
  copy.paths = mapObjects(copy.paths, (object) =>
    isObject(object.responses) ? { ...object, responses: mapObjects(object.responses, open) } : object,
  ) as Json;
  for (const [kind, parts] of Object.entries(copy.components ?? {})) {
    for (const name of Object.keys(parts)) {
      if (inAnswers.has(`${kind}/${name}`)) parts[name] = mapObjects(parts[name], open);
    }
  }
  return copy as unknown as Description;
}

/** The description with its marks of evidence in the texts, from which the doc comments are made. */
function withEvidence(description: Description): Description {
  return mapObjects(description, (object) => {
    const evidence = object["x-evidence"];
    if (evidence !== "inferred" && evidence !== "partial") return object;
    const text = typeof object.description === "string" ? `${object.description}\n\n` : "";
    return { ...object, description: `${text}Evidence: ${evidence}.` };
  }) as Description;
}

/** `string & {}`: takes any text, and leaves an editor the named values to offer. */
function anyTextType(): ts.TypeNode {
  const { factory } = ts;
  const text = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  return factory.createParenthesizedType(factory.createIntersectionTypeNode([text, factory.createTypeLiteralNode([])]));
}

/** `Blob`, for bytes. */
function blobType(nullable: boolean): ts.TypeNode {
  const { factory } = ts;
  const blob = factory.createTypeReferenceNode("Blob");
  return nullable ? factory.createUnionTypeNode([blob, factory.createLiteralTypeNode(factory.createNull())]) : blob;
}

/** The types that are others than openapi-typescript would write. */
function ownType(schema: SchemaObject): ts.TypeNode | undefined {
  if ("x-any-text" in schema) return anyTextType();
  return isBytes(schema) ? blobType((schema as { nullable?: boolean }).nullable === true) : undefined;
}

/** `generated/schema.ts`: the types, as openapi-typescript writes them. */
export async function schemaFile(description: Description): Promise<string> {
  const nodes = await openapiTS(structuredClone(openAnswers(withEvidence(withIds(description)))), {
    // A field with a default may be left out of a request.
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    transform: ownType,
    silent: true,
  });
  return `// Written by openapi-typescript through \`npm run generate\`. Not to be edited.\n\n${astToString(nodes)}`;
}
