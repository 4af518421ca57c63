import type { GlobalContext, SchemaObject } from "openapi-typescript";
import type TypeScript from "typescript";
import { openapiTypeScript, ts } from "../compiler.ts";
import type { Description } from "../openapi/document.ts";
import { operationsOf, withIds } from "../openapi/operations.ts";
import { isObject, type Json, mapObjects, reached } from "../openapi/walk.ts";
import { contentsOf, isBytes } from "./contents.ts";
import { withMappings } from "./discriminators.ts";
import { type House, repository } from "./house.ts";
import { withoutInnerReferences } from "./inner-references.ts";
import { withoutLoops } from "./loops.ts";
import { parentsFirst, withWholeParents } from "./parents.ts";
import { bySide } from "./sides.ts";

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

/** A copy in which no two places share anything, as an alias of YAML and what it stands for do. */
function unshared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unshared);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unshared(item)]));
}

/**
 * The description with the enums of its answers open: servers add values before descriptions do. What is only sent
 * stays closed, so that a misspelt value does not compile.
 */
export function openAnswers(description: Description): Description {
  const open = (object: Json) => (isTextEnum(object) ? opened(object) : object);
  const inAnswers = reached(
    description,
    operationsOf(description).map(({ operation: { responses } }) => ({ responses })),
  );
  const copy = unshared(description) as { paths: Json; components?: Record<string, Json> };
  copy.paths = mapObjects(copy.paths, (object, isMap) => {
    const { responses } = object;
    return isMap || !isObject(responses) ? object : { ...object, ...Object(mapObjects({ responses }, open)) };
  }) as Json;
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

/** Whether an object is one of examples by name, which can be anything, also references to what is not at hand. */
function isExamples(value: unknown): boolean {
  const examples = isObject(value) ? Object.values(value) : [];
  const isExample = (one: unknown) => isObject(one) && ["value", "externalValue", "$ref"].some((key) => key in one);
  return examples.length > 0 && examples.every(isExample);
}

/** The description without the examples of its contents and parameters, of which no type is made. */
function withoutExamples(description: Description): Description {
  return mapObjects(description, (object, isMap) => {
    if (isMap || !isExamples(object.examples)) return object;
    const { examples: _, ...rest } = object;
    return rest;
  }) as Description;
}

/** The description with the schema of a parameter's content as its own: openapi-typescript takes any other for text. */
function withContentSchemas(description: Description): Description {
  return mapObjects(description, (object, isMap) => {
    const { in: where, name, schema, content } = object;
    const isParameter = !isMap && typeof where === "string" && typeof name === "string";
    if (!isParameter || schema !== undefined || !isObject(content)) return object;
    return { ...object, schema: contentsOf(description, content)[0]?.schema ?? {} };
  }) as Description;
}

/** What stands for a percent sign in names, which openapi-typescript takes for the beginning of an escape, and fails on. */
const percent = "\uE025";

function withoutPercent(description: Description): Description {
  const changed = (name: unknown) => (typeof name === "string" ? name.replaceAll("%", percent) : name);
  return mapObjects(description, (object) => {
    const { required, name, in: where, operationId, $ref: reference } = object;
    const names = [...Object.keys(object), ...[required].flat(), name, operationId, reference];
    if (!names.some((one) => typeof one === "string" && one.includes("%"))) return object;
    const entries = Object.entries(object).map(([key, value]) => [changed(key), value]);
    return {
      ...Object.fromEntries(entries),
      ...(Array.isArray(required) && { required: required.map(changed) }),
      ...(typeof operationId === "string" && { operationId: changed(operationId) }),
      ...(typeof where === "string" && { name: changed(name) }),
      ...(typeof reference === "string" && { $ref: reference.replaceAll("%25", percent) }),
    };
  }) as Description;
}

function withPercent(text: string): string {
  return text.replaceAll(percent, "%").replace(/\\u[eE]025/g, "%");
}

/** `string & {}`: takes any text, and leaves an editor the named values to offer. */
function anyTextType(): TypeScript.TypeNode {
  const { factory } = ts;
  const text = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  return factory.createParenthesizedType(factory.createIntersectionTypeNode([text, factory.createTypeLiteralNode([])]));
}

/** `Blob`, for bytes. */
function blobType(nullable: boolean): TypeScript.TypeNode {
  const { factory } = ts;
  const blob = factory.createTypeReferenceNode("Blob");
  return nullable ? factory.createUnionTypeNode([blob, factory.createLiteralTypeNode(factory.createNull())]) : blob;
}

/** The types that are others than openapi-typescript would write. */
function ownType(schema: SchemaObject): TypeScript.TypeNode | undefined {
  // A schema can be nothing but true or false.
  if (typeof schema !== "object") return undefined;
  if ("x-any-text" in schema) return anyTextType();
  return isBytes(schema) ? blobType((schema as { nullable?: boolean }).nullable === true) : undefined;
}

/**
 * How openapi-typescript is to write. It is called where its own checks and bundling are done: they go to the network for
 * what examples name, fall over references in examples, and take long; `readDescription` has done both.
 */
function contextOf(description: Description): GlobalContext {
  const off = {
    ...{ additionalProperties: false, alphabetize: false, arrayLength: false, conditionalEnums: false },
    ...{ dedupeEnums: false, enum: false, enumValues: false, excludeDeprecated: false, exportType: false },
    ...{ generatePathParams: false, immutable: false, makePathsEnum: false, pathParamsAsTypes: false },
    ...{ propertiesRequiredByDefault: false, readWriteMarkers: false, rootTypes: false },
    ...{ rootTypesKeepCasing: false, rootTypesNoSchemaPrefix: false },
  };
  return {
    ...off,
    // A field with a default may be left out of a request.
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    silent: true,
    discriminators: openapiTypeScript.scanDiscriminators(parentsFirst(description), { silent: true }),
    injectFooter: [],
    postTransform: undefined,
    transform: ownType,
    transformProperty: undefined,
    resolve: (reference) => openapiTypeScript.resolveRef(description, reference, { silent: true }),
    // Only its checks and its bundling ask for it.
    redoc: undefined as never,
  };
}

/** `schema.ts`: the types, as openapi-typescript writes them. */
export async function schemaFile(description: Description, { notice }: House = repository): Promise<string> {
  const named = withContentSchemas(withoutInnerReferences(description));
  const plain = withoutPercent(withoutLoops(withoutExamples(withIds(named))));
  // openapi-typescript changes what it is given: this is a copy, that shares nothing within itself either.
  const own = openAnswers(withEvidence(withWholeParents(bySide(withMappings(plain)))));
  const nodes = openapiTypeScript.transformSchema(own, contextOf(own));
  return `${notice}\n// The types are openapi-typescript's.\n\n${withPercent(openapiTypeScript.astToString(nodes))}`;
}
