import type { GlobalContext, SchemaObject } from "openapi-typescript";
import type TypeScript from "typescript";
import { openapiTypeScript, ts } from "../compiler.ts";
import type { Description } from "../openapi/document.ts";
import { operationsOf } from "../openapi/operations.ts";
import { isObject, type Json, mapObjects, reached } from "../openapi/walk.ts";
import { type Destination, repository } from "./destination.ts";
import { normalized } from "./normalize.ts";

/** A schema for any string beyond the listed values of an enum. */
const anyText = { type: "string", "x-any-text": true };

/** Extends a string enum to allow any other string. */
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
 * Opens the string enums in answers, because servers add values before descriptions do. Enums in requests stay closed,
 * so that a misspelt value does not compile.
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

/** Copies `x-evidence` into descriptions, which become doc comments. */
function withEvidence(description: Description): Description {
  return mapObjects(description, (object) => {
    // openapi-typescript drops the comment of an array's items, so the array carries it.
    const evidence = object["x-evidence"] ?? Object(object.items)["x-evidence"];
    if (evidence !== "inferred" && evidence !== "partial") return object;
    const text = typeof object.description === "string" ? `${object.description}\n\n` : "";
    return { ...object, description: `${text}Evidence: ${evidence}.` };
  }) as Description;
}

/** Stands in for `%`, which openapi-typescript would decode as the start of an escape in a name. */
const percent = "\uE025";

/** Copies a description without `%` in names. No two parts share an object, because openapi-typescript mutates them. */
function withoutPercent(description: Description): Description {
  const text = JSON.stringify(description).replace(
    /("\$ref":"[^"]*")|%/g,
    (_, reference?: string) => reference?.replaceAll("%25", percent) ?? percent,
  );
  // The cast: a JSON copy has the same type.
  return JSON.parse(text) as Description;
}

/** Builds `string & {}`, which allows any string while editors still suggest the listed values. */
function anyTextType(): TypeScript.TypeNode {
  const { factory } = ts;
  const text = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  return factory.createParenthesizedType(factory.createIntersectionTypeNode([text, factory.createTypeLiteralNode([])]));
}

/** Replaces openapi-typescript's type for a schema marked as any text. */
function ownType(schema: SchemaObject): TypeScript.TypeNode | undefined {
  // A schema can be just `true` or `false`.
  return typeof schema === "object" && "x-any-text" in schema ? anyTextType() : undefined;
}

/**
 * Configures openapi-typescript. We call it past its own checks and bundling, which fetch URLs named in examples, crash
 * on references in examples, and are slow. `readDescription` has already done both.
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
    // Only the skipped checks and bundling use it.
    redoc: undefined as never,
  };
}

/** Writes `schema.ts`: the types, as openapi-typescript generates them. */
export async function schemaFile(description: Description, { notice }: Destination = repository): Promise<string> {
  const own = withoutPercent(openAnswers(withEvidence(normalized(description))));
  const text = openapiTypeScript.astToString(openapiTypeScript.transformSchema(own, contextOf(own)));
  return `${notice}\n// The types are openapi-typescript's.\n\n${text.replace(/\uE025|\\u[eE]025/g, "%")}`;
}
