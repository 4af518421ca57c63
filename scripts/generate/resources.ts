import type { Evidence } from "../../src/operation/table.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { wordsOf } from "../openapi/words.ts";
import type { Schema } from "./fields.ts";
import type { House } from "./house.ts";
import { type Method, methodsOf } from "./methods.ts";
import { namespaceName } from "./names.ts";
import { normalised } from "./normalise.ts";
import { access, docComment, groupBy, literal, propertyName } from "./print.ts";
import type { Marked, Row } from "./rows.ts";
import { bodySample } from "./samples.ts";
import { shortNames } from "./short-names.ts";
import { answerType, inputParts, inputType } from "./types.ts";

/** What methods are written down from. */
interface Whole {
  readonly description: Description;
  readonly rows: readonly Row[];
  readonly house: House;
}

/** How well a thing is known, as a sentence of its doc comment. */
const known: Record<Evidence, string> = {
  documented: "Documented by the vendor.",
  partial: "Documented by the vendor in part: there may be more to it.",
  inferred: "The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.",
};

/** Whether an interface can be made of a schema: what may be null, one of several or have other fields is no object of fixed ones. */
function isInterface(description: Description, schema: Schema): boolean {
  const own = resolve<object>(description, schema) as Record<string, unknown>;
  const others = ["oneOf", "anyOf", "allOf", "nullable", "enum", "const", "additionalProperties", "patternProperties"];
  return own.type === "object" && others.every((key) => !own[key]) && !("$ref" in schema);
}

/** A type by a name: an interface where it is an object, so that an editor and the compiler call it by that name. */
function alias(name: string, type: string, isObject: boolean): string {
  return isObject ? `export interface ${name} extends ${type} {}` : `export type ${name} = ${type};`;
}

/** A schema by its own name. */
function schemaAlias(description: Description, schemaName: string, name: string): string {
  const { schemas } = normalised(description).components ?? {};
  const schema = ((schemas ?? {}) as Record<string, Schema>)[schemaName] ?? ({} as Schema);
  const marks = Object(schema) as Marked & { description?: unknown; deprecated?: unknown };
  const { description: text, "x-evidence": evidence = "documented", deprecated } = marks;
  const comment = docComment([
    ...(typeof text === "string" && text.trim() !== "" ? [text.trim()] : []),
    `Evidence: ${evidence}.`,
    ...(deprecated === true ? ["", "@deprecated"] : []),
  ]);
  const isObject = typeof schema === "object" && isInterface(description, schema);
  return `${comment}${alias(name, `SchemaOf<${JSON.stringify(schemaName)}>`, isObject)}\n`;
}

function schemaAliases(description: Description): string {
  return [...shortNames(description)].map(([schema, name]) => schemaAlias(description, schema, name)).join("\n");
}

/** What a method takes, by a name. */
function inputAlias(description: Description, { row, name, takes }: Method): string {
  if (takes === undefined) return "";
  const { what, type } = takes;
  const { agent, namespace, evidence } = row.operation;
  const call = `${agent ? "agent" : "wipsy"}${access(namespace)}${access(name)}`;
  const comment = docComment([`The ${what} of \`${call}\`.`, "", `Evidence: ${evidence}.`, ...deprecation(row)]);
  if (what === "input") {
    const documented = type.replace(/(?<=^\{|;) (query|path|headers|body)(?=\??:)/g, "\n  /** The $1. */\n $&");
    return `${comment}export interface ${row.inputName} ${documented.replace(/ \}$/, ";\n}")}\n\n`;
  }
  // The cast: what is nowhere a schema is no object, either.
  const isObject =
    !row.body || isInterface(description, resolve(description, Object(row.body.content.schema) as Schema));
  return `${comment}${alias(row.inputName, type, isObject)}\n\n`;
}

function operationTypes(rows: readonly Row[]): string {
  const entries = rows.map((row) => {
    const { id, method, path, effect, evidence } = row.operation;
    const comment = docComment([`\`${method} ${path}\` · ${effect} · ${evidence}`, ...deprecation(row)], "  ");
    return `${comment}  ${propertyName(id)}: {\n    input: ${inputType(inputParts(row))};\n    answer: ${answerType(row)};\n  };\n`;
  });
  const agents = rows.filter((row) => row.operation.agent).map((row) => JSON.stringify(row.operation.id));
  return (
    `${docComment(["What each operation is called with, and its whole answer, by its id."])}` +
    `export interface Operations {\n${entries.join("")}}\n\n` +
    `${docComment(["The operations of an agent's handle."])}` +
    `export type AgentOperations = Pick<Operations, ${agents.join(" | ") || "never"}>;\n`
  );
}

/** Says so where an answer is known less well than its operation. */
function answerKnown({ operation, success }: Row): string {
  const { evidence = operation.evidence } = success;
  return evidence === operation.evidence ? "" : ` Its answer: ${evidence}.`;
}

/** Says so where an operation is deprecated. */
function deprecation({ place }: Row): string[] {
  return place.operation.deprecated === true ? ["", "@deprecated"] : [];
}

/** Examples beyond this many characters are left out: nobody reads a page of one in an editor. */
const longestExample = 4000;

/** The session of an agent in an example: the type is that of the operations that must be given one. */
function sessionExample(description: Description, rows: readonly Row[]): unknown {
  for (const row of rows) {
    const { agent, bodyRequired, body } = row.operation;
    const isTyped = agent && bodyRequired && body?.agentSession?.required;
    const sample = isTyped ? bodySample(description, row) : undefined;
    if (sample !== undefined) return Object(sample).agentSession;
  }
  return undefined;
}

/** A runnable example of a method; nothing where none is known that surely compiles. */
function exampleOf({ description, rows, house }: Whole, method: Method): string[] {
  const { operation } = method.row;
  const options = [...house.client.options, ...(operation.evidence === "inferred" ? ["allowInferred: true"] : [])];
  const made = `new Wipsy(${options.length > 0 ? `{ ${options.join(", ")} }` : ""})`;
  const session = operation.agent ? sessionExample(description, [method.row, ...rows]) : undefined;
  if (method.example === undefined || (operation.agent && session === undefined)) return [];
  const client = operation.agent ? `${made}.agent({ session: ${literal(session)} })` : made;
  const name = operation.agent ? "agent" : "wipsy";
  const call = `${name}${access(operation.namespace)}${access(method.name)}(${method.example.join(", ")})`;
  const use =
    method.name === "iterate" ? `for await (const one of ${call}) console.log(one);` : `console.log(await ${call});`;
  if (client.length + use.length > longestExample) return [];
  return [
    "",
    "@example",
    "```ts",
    ...house.client.imports,
    ...`const ${name} = ${client};`.split("\n"),
    ...use.split("\n"),
    "```",
  ];
}

function methodText(whole: Whole, method: Method): string {
  const { id, method: verb, path, effect, evidence } = method.row.operation;
  const lines = [
    ...method.does.split("\n"),
    "",
    `\`${id}\` (\`${verb} ${path}\`) · ${effect} · ${evidence}. ${known[evidence]}${answerKnown(method.row)}`,
    "",
    "@throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and",
    "  others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.",
    ...(evidence === "inferred" ? ["@experimental"] : []),
    ...deprecation(method.row),
    ...exampleOf(whole, method),
  ];
  return `${docComment(lines, "    ")}    ${propertyName(method.name)}(${method.parameters.join(", ")}): ${method.result};\n`;
}

function namespaceTypes(whole: Whole, agent: boolean): string {
  const { description, rows } = whole;
  const described = (description.tags ?? []).filter((tag) => typeof tag.description === "string");
  // Of several tags with one namespace the first speaks.
  const abouts = new Map(described.toReversed().map((tag) => [namespaceName(String(tag.name)), tag.description]));
  const namespaces = groupBy(
    rows.filter((row) => (row.operation.agent ?? false) === agent),
    (row) => row.operation.namespace,
  );
  const parts = [...namespaces].map(([name, own]) => {
    const methods = own.flatMap((row) => methodsOf(description, row)).map((method) => methodText(whole, method));
    const about = abouts.get(name) ?? `The ${wordsOf(name).join(" ").toLowerCase()}.`;
    return `${docComment([about], "  ")}  readonly ${propertyName(name)}: {\n${methods.join("\n")}  };\n`;
  });
  return parts.join("\n");
}

/** The types that the generated ones are made from. */
const sources = ["Call", "CallOptions", "Item", "IterateOptions", "Iteration", "Loose", "Page", "WriteOptions"];

/** `resources.ts`: the shape of each namespace, one method per operation, and short names for the schemas. */
export function resourcesFile(description: Description, rows: readonly Row[], house: House): string {
  const whole = { description: normalised(description), rows, house };
  const byHand = rows.flatMap(({ operation }) => operation.byHand ?? []);
  const aliases = schemaAliases(description);
  const inputs = rows.flatMap((row) => methodsOf(description, row).map((one) => inputAlias(whole.description, one)));
  const schemaOf = 'type SchemaOf<Name extends keyof components["schemas"]> = components["schemas"][Name];\n\n';
  const text = `${aliases === "" ? "" : `${schemaOf}${aliases}\n`}${operationTypes(rows)}
${inputs.join("")}${docComment(["The namespaces of a client, by name."])}export interface Namespaces {
${namespaceTypes(whole, false)}}

${docComment(["The namespaces of an agent's handle, by name. The agent's session is added to every body."])}export interface AgentNamespaces {
${namespaceTypes(whole, true)}}

${docComment(["All of this, for the client."])}export interface Types {
  /** What \`wipsy\` has. */
  namespaces: Namespaces;
  /** What \`wipsy.agent(…)\` has. */
  agentNamespaces: AgentNamespaces;
  /** What \`wipsy.call\` takes and gives, by operationId. */
  operations: Operations;
  /** What an agent's \`call\` takes and gives, by operationId. */
  agentOperations: AgentOperations;
  /** The methods written by hand that the description has the operations for. */
  byHand: ${byHand.map((name) => JSON.stringify(name)).join(" | ") || "never"};
  /** What \`rawClient(wipsy)\` takes and gives, by path. */
  paths: paths;
}
`;
  // A project may refuse imports that nothing uses.
  const code = text.replace(/\/\*\*.*?\*\//gs, "");
  const used = sources.filter((name) => new RegExp(`[ <]${name}[<)]`).test(code));
  const parts = [
    ...(code.includes(" components[") ? ["components"] : []),
    ...(code.includes("operations[") ? ["operations"] : []),
    "paths",
  ];
  const imports = used.length > 0 ? `${house.imports(used)}\n` : "";
  return `${house.notice}\n\n${imports}import type { ${parts.join(", ")} } from "${house.file("schema")}";\n\n${text}`;
}
