import { DescriptionError, fail, type Problem, shown } from "./error.ts";
import { type Parsed, parseText } from "./parse.ts";

const wanted =
  "Give the description itself: the file behind the link “Download OpenAPI description”. It has a field `openapi`, such as `openapi: 3.1.0`.";

type Fields = { readonly [key: string]: unknown };

const others: readonly [what: string, remedy: string, is: (value: Fields) => boolean][] = [
  ["a Postman collection", "Export it as OpenAPI.", ({ info, item }) => Array.isArray(item) && Object(info) === info],
  ["an AsyncAPI description", wanted, (value) => "asyncapi" in value],
  ["a GraphQL schema", wanted, ({ data }) => Object(data) === data && "__schema" in Object(data)],
  ["a recording of a browser (HAR)", wanted, ({ log }) => Array.isArray(Object(log).entries)],
  ["a package.json", wanted, (v) => "name" in v && "version" in v && ("scripts" in v || "dependencies" in v)],
  ["a JSON Schema", wanted, (value) => typeof value.$schema === "string"],
];

function swagger(file: string, version: unknown): Pick<Problem, "what" | "remedy"> {
  return {
    what: `This is Swagger ${String(version)}, which came before OpenAPI 3.`,
    remedy: `Convert it first, with \`npx swagger2openapi --outfile openapi3.yaml ${shown(file)}\`.`,
  };
}

function version({ openapi }: Fields): Pick<Problem, "what" | "remedy"> | undefined {
  if (typeof openapi !== "string") {
    const text = JSON.stringify(openapi);
    return {
      what: `\`openapi\` must be the version as text, but is ${text}.`,
      remedy: 'Write three numbers, such as "3.1.0".',
    };
  }
  if (/^3\.[01](\.\d+)?(-.*)?$/.test(openapi)) return undefined;
  return {
    what: `This is OpenAPI ${openapi}; only 3.0 and 3.1 can be read.`,
    remedy: "Ask for, or convert to, one of these.",
  };
}

/** Reads the text of a description. @throws DescriptionError for what is no YAML, be it a description or not */
export function parseMain(file: string, text: string): Parsed {
  try {
    return parseText(file, text);
  } catch (error) {
    if (!(error instanceof DescriptionError) || /\b(openapi|swagger)\b/i.test(text)) throw error;
    // Of a text that never was a description, its faults as YAML are of no interest.
    return fail({ file, place: { line: 1, column: 1 }, what: "This is no OpenAPI description.", remedy: wanted });
  }
}

/** @throws DescriptionError saying what it is instead, when a file holds no OpenAPI description of version 3.0 or 3.1 */
export function checkKind({ file, value, placeOf }: Parsed): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const kind = Array.isArray(value) ? "a list" : "plain text";
    fail({ file, place: placeOf([]), what: `This is ${kind}, not an OpenAPI description.`, remedy: wanted });
  }
  const fields = value as Fields;
  if ("openapi" in fields) {
    const wrong = version(fields);
    if (wrong) fail({ file, place: placeOf(["openapi"]), ...wrong });
    return;
  }
  if ("swagger" in fields) fail({ file, place: placeOf(["swagger"]), ...swagger(file, fields.swagger) });
  const [kind, remedy] = others.find(([, , is]) => is(fields)) ?? [undefined, wanted];
  const what = kind
    ? `This is ${kind}, not an OpenAPI description.`
    : "It has no field `openapi`: it is no description.";
  fail({ file, place: placeOf([]), what, remedy });
}
