import { createConfig, lintDocument, type NormalizedProblem } from "@redocly/openapi-core";
import { httpMethods } from "../operations.ts";
import { isObject, type Json, mapObjects } from "../walk.ts";
import { fail, type Problem, shown } from "./error.ts";
import { type Parsed, placeAt, placeOf } from "./parse.ts";
import { escaped } from "./references.ts";
import type { Resolver } from "./resolver.ts";
import { types } from "./types.ts";

/** The lint rules that affect the generated code. */
export const config = await createConfig({
  rules: {
    struct: "error",
    "no-unresolved-refs": "error",
    "operation-parameters-unique": "error",
    "security-defined": "error",
  },
});

function problemOf({ message, suggest, location: [location] }: NormalizedProblem): Problem {
  if (!location) throw new Error(message);
  // Errors from reading another file already contain their remedy.
  const remedy = message.startsWith("Can't resolve $ref: ") ? "" : "Correct it, or add what is missing.";
  const meant = suggest.length > 0 ? `Did you mean \`${suggest[0]}\`? ` : "";
  return {
    file: location.source.absoluteRef,
    place: placeAt(location),
    what: message.replace(/[.\s]*$/, "."),
    remedy: meant + remedy,
  };
}

const wanted = "Give the file behind the link “Download OpenAPI description”. It has a field such as `openapi: 3.1.0`.";

/** @throws DescriptionError unless it is an OpenAPI description of version 3.0 or 3.1 */
export function checkKind(main: Parsed): Json {
  const { parsed, source } = main;
  const file = source.absoluteRef;
  if (isObject(parsed) && "swagger" in parsed) {
    const what = `This is Swagger ${String(parsed.swagger)}, which came before OpenAPI 3.`;
    const remedy = `Convert it with \`npx swagger2openapi --outfile openapi3.yaml ${shown(file)}\`.`;
    fail({ file, place: placeOf(main, "#/swagger"), what, remedy });
  }
  if (!isObject(parsed) || !("openapi" in parsed)) {
    return fail({ file, place: { line: 1, column: 1 }, what: "This is not an OpenAPI description.", remedy: wanted });
  }
  if (!/^3\.[01](\.\d+)?(-.*)?$/.test(typeof parsed.openapi === "string" ? parsed.openapi : "")) {
    const what = `\`openapi\` is ${JSON.stringify(parsed.openapi)}, but only 3.0 and 3.1 can be read.`;
    fail({ file, place: placeOf(main, "#/openapi"), what, remedy: 'Write the version as text, such as "3.1.0".' });
  }
  return parsed;
}

function lastOf(value: unknown): readonly [key: string, value: unknown] {
  return (isObject(value) ? Object.entries(value).at(-1) : undefined) ?? ["", undefined];
}

/** Whether the file ends in a newline or a closing bracket. */
function hasEnd({ source }: Parsed): boolean {
  return /[\n}\]]\s*$/.test(source.body);
}

/**
 * Detects a YAML file that was cut off within an operation. It may still be valid YAML, ending in an operation without
 * `responses`. OpenAPI 3.0 requires these. In 3.1 they are optional, so the file must also lack a final newline.
 *
 * @throws DescriptionError when the file looks cut off
 */
export function checkCutOff(main: Parsed): void {
  const [top, paths] = lastOf(main.parsed);
  const [path, item] = lastOf(paths);
  const [method, operation] = lastOf(item);
  if (top !== "paths" || !path.startsWith("/") || !httpMethods.some((one) => one === method) || !isObject(operation))
    return;
  if ("responses" in operation || "$ref" in operation || /[}\]]\s*$/.test(main.source.body)) return;
  if (!/^3\.0\b/.test(String(Object(main.parsed).openapi)) && hasEnd(main)) return;
  const place = placeOf(main, `#/paths/${escaped(path)}/${method}`);
  const what = `The file looks cut off: it ends in \`${method}\`, which has no \`responses\`.`;
  fail({ file: main.source.absoluteRef, place, what, remedy: "Download it again, or complete it." });
}

/** @throws DescriptionError when the description has no operations */
export function checkOperations(main: Parsed, { paths }: Json): void {
  const items = Object.entries(Object(paths)).filter(([path]) => path.startsWith("/"));
  if (items.some(([, item]) => isObject(item) && ["$ref", ...httpMethods].some((key) => key in item))) return;
  const place = placeOf(main, paths === undefined ? "#/" : "#/paths");
  const remedy = "Give the description that has operations.";
  fail({ file: main.source.absoluteRef, place, what: "Its `paths` hold no operation.", remedy });
}

/**
 * Removes references to the description's own schemas, which are checked where they are defined. Redocly follows
 * references by recursion, so a chain of a thousand schemas would overflow the stack.
 */
function withoutOwnSchemas(parsed: unknown): unknown {
  const isOwn = ({ $ref }: Json) => typeof $ref === "string" && /^#\/components\/schemas\/[^/]+$/.test($ref);
  return mapObjects(parsed, (object, isMap) => (!isMap && isOwn(object) ? {} : object));
}

/** Lints a description and the files that it refers to. */
export async function problemsOf(main: Parsed, description: Json, resolver: Resolver): Promise<Problem[]> {
  const found = await lintDocument({
    document: { source: main.source, parsed: withoutOwnSchemas(main.parsed) },
    config: config.styleguide,
    customTypes: types,
    externalRefResolver: resolver,
  });
  // If some schemes are defined, the generator leaves out operations that name another. If none, the file is cut off.
  const { securitySchemes } = Object(description.components) as { securitySchemes?: object };
  const isLost = Object.keys(securitySchemes ?? {}).length === 0;
  const problems = found
    .filter(({ ruleId, message }) => ruleId !== "security-defined" || (isLost && message.includes("scheme")))
    // `true` and `false` are valid schemas.
    .filter(({ message }) => !/`Schema` .* got `boolean`/.test(message))
    .map(problemOf);
  const [first, ...others] = problems;
  if (!first || hasEnd(main)) return problems;
  const hint = "The last line has no end: if the file is cut off, download it again.";
  return [{ ...first, remedy: `${first.remedy} ${hint}` }, ...others];
}
