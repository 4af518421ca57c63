import type { GlobalContext, SchemaObject } from "openapi-typescript";
import type TypeScript from "typescript";
import { openapiTypeScript, ts } from "../compiler.ts";
import type { Description } from "../openapi/document.ts";
import { operationsOf } from "../openapi/operations.ts";
import { isObject, type Json, mapObjects, reached } from "../openapi/walk.ts";
import { type House, repository } from "./house.ts";
import { normalised } from "./normalise.ts";

/** Marks a schema that stands for any text besides the values an enum names. */
const anyText = { type: "string", "x-any-text": true };

/** An enum of texts as one that other values may join. */
function withAnyText(schema: Json): Json {
  const { enum: values, type, nullable, default: _, ...rest } = schema;
  return {
    ...rest,
    anyOf: [{ type: type ?? "string", ...(nullable === true && { nullable }), enum: values }, anyText],
  };
}

function isTextEnum(value: Json): boolean {
  return Array.isArray(value.enum) && value.enum.every((one) => typeof one === "string" || one === null);
}

/**
 * The description with the enums of its answers open: servers add values before descriptions do. What is only sent
 * stays closed, so that a misspelt value does not compile.
 */
export function openAnswers(description: Description): Description {
  const open = (object: Json) => (isTextEnum(object) ? withAnyText(object) : object);
  const inAnswers = reached(
    description,
    operationsOf(description).map(({ operation: { responses } }) => ({ responses })),
  );
  const opened = (value: unknown) => mapObjects(value, open);
  const paths = mapObjects(description.paths, (object, isMap) => {
    const { responses } = object;
    return isMap || !isObject(responses) ? object : { ...object, ...Object(opened({ responses })) };
  });
  const parts = Object.entries(description.components ?? {}).map(([kind, all]): [string, unknown] => {
    const entries = Object.entries(Object(all) as Json);
    return [
      kind,
      Object.fromEntries(entries.map(([name, one]) => [name, inAnswers.has(`${kind}/${name}`) ? opened(one) : one])),
    ];
  });
  return { ...description, paths, components: Object.fromEntries(parts) } as Description;
}

/** The description with its marks of evidence in the texts, from which the doc comments are made. */
function withEvidence(description: Description): Description {
  return mapObjects(description, (object) => {
    // The comment of an array's items is not written: the array has it.
    const evidence = object["x-evidence"] ?? Object(object.items)["x-evidence"];
    if (evidence !== "inferred" && evidence !== "partial") return object;
    const text = typeof object.description === "string" ? `${object.description}\n\n` : "";
    return { ...object, description: `${text}Evidence: ${evidence}.` };
  }) as Description;
}

/** Stands for a percent sign, which openapi-typescript takes for the beginning of an escape where it is in a name. */
const percent = "\uE025";

/** A copy of a description that shares nothing within itself, as openapi-typescript changes what it is given. */
function withoutPercent(description: Description): Description {
  const text = JSON.stringify(description).replace(
    /("\$ref":"[^"]*")|%/g,
    (_, reference?: string) => reference?.replaceAll("%25", percent) ?? percent,
  );
  // The cast: it is the same again.
  return JSON.parse(text) as Description;
}

/** `string & {}`: takes any text, and leaves an editor the named values to offer. */
function anyTextType(): TypeScript.TypeNode {
  const { factory } = ts;
  const text = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  return factory.createParenthesizedType(factory.createIntersectionTypeNode([text, factory.createTypeLiteralNode([])]));
}

/** The type that openapi-typescript would write as another. */
function ownType(schema: SchemaObject): TypeScript.TypeNode | undefined {
  // A schema can be nothing but true or false.
  return typeof schema === "object" && "x-any-text" in schema ? anyTextType() : undefined;
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
    discriminators: { objects: {}, refsHandled: [] },
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
  const own = withoutPercent(openAnswers(withEvidence(normalised(description))));
  const text = openapiTypeScript.astToString(openapiTypeScript.transformSchema(own, contextOf(own)));
  return `${notice}\n// The types are openapi-typescript's.\n\n${text.replace(/\uE025|\\u[eE]025/g, "%")}`;
}
