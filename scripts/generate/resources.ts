import type { Evidence } from "../../src/operation/table.ts";
import { wordsOf } from "../openapi/casing.ts";
import { type Description, resolve } from "../openapi/document.ts";
import type { Destination } from "./destination.ts";
import type { Schema } from "./fields.ts";
import { type Method, methodsOf } from "./methods.ts";
import { namespaceName } from "./names.ts";
import { normalized } from "./normalize.ts";
import { access, docComment, groupBy, literal, propertyName } from "./print.ts";
import type { Marked, Row } from "./rows.ts";
import { contentSample } from "./samples.ts";
import { shortNames } from "./short-names.ts";
import { answerType, inputParts, inputType } from "./types.ts";

/** The context for printing methods. */
interface Whole {
  readonly description: Description;
  readonly rows: readonly Row[];
  readonly destination: Destination;
}

/** The sentence for each level of evidence in a method's doc comment. */
const known: Record<Evidence, string> = {
  documented: "Documented by the vendor.",
  partial: "Documented by the vendor in part: there may be more to it.",
  inferred: "The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.",
};

/** Whether a schema can become an interface: it must be a non-nullable object with fixed fields and no unions. */
function isInterface(description: Description, schema: Schema): boolean {
  const own = resolve<object>(description, schema) as Record<string, unknown>;
  const others = ["oneOf", "anyOf", "allOf", "nullable", "enum", "const", "additionalProperties", "patternProperties"];
  return own.type === "object" && others.every((key) => !own[key]) && !("$ref" in schema);
}

/** Names a type. An object becomes an interface, because editors and the compiler then show its name. */
function alias(name: string, type: string, isObject: boolean): string {
  return isObject ? `export interface ${name} extends ${type} {}` : `export type ${name} = ${type};`;
}

/** Exports a schema under its short name. */
function schemaAlias(description: Description, schemaName: string, name: string): string {
  const { schemas } = normalized(description).components ?? {};
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

/** Exports a method's input type under its name. */
function inputAlias(description: Description, { row, name, takes }: Method): string {
  if (takes === undefined) return "";
  const { what, type } = takes;
  const { agent, namespace, evidence } = row.operation;
  const call = `${agent ? "agent" : "wipsy"}${access(namespace)}${access(name)}`;
  const comment = docComment([`The ${what} of \`${call}\`.`, "", `Evidence: ${evidence}.`, ...deprecation(row)]);
  if (what === "input") {
    const documented = type.replace(/(?<=^\{|;) (query|path|body)(?=\??:)/g, "\n  /** The $1. */\n $&");
    return `${comment}export interface ${row.inputName} ${documented.replace(/ \}$/, ";\n}")}\n\n`;
  }
  // The cast: a missing schema becomes `{}`, which is not an object schema.
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

/** States the evidence of an answer if it differs from its operation's. */
function answerKnown({ operation, success }: Row): string {
  const { evidence = operation.evidence } = success;
  return evidence === operation.evidence ? "" : ` Its answer: ${evidence}.`;
}

/** Returns the lines of a `@deprecated` tag if the operation is deprecated. */
function deprecation({ place }: Row): string[] {
  return place.operation.deprecated === true ? ["", "@deprecated"] : [];
}

/** In characters. Longer examples are left out, because nobody reads a page of code in an editor's tooltip. */
const longestExample = 4000;

/** Returns a sample agent session, from the first operation that requires one. */
function sessionExample(description: Description, rows: readonly Row[]): unknown {
  for (const row of rows) {
    const { agent, bodyRequired, body } = row.operation;
    const isTyped = agent && bodyRequired && body?.agentSession?.required;
    const sample = isTyped ? contentSample(description, row.body?.content) : undefined;
    if (sample !== undefined) return Object(sample).agentSession;
  }
  return undefined;
}

/** Returns the lines of a method's example; empty if no example is certain to compile. */
function exampleOf({ description, rows, destination: { client: setup } }: Whole, method: Method): string[] {
  const { operation } = method.row;
  const options = [...setup.options, ...(operation.evidence === "inferred" ? ["allowInferred: true"] : [])];
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
    ...setup.imports,
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
  // If several tags share a namespace, the first one's description wins.
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

/** Types of the package that the generated code may import. */
const sources = ["Call", "CallOptions", "Item", "IterateOptions", "Iteration", "Loose", "Page", "WriteOptions"];

/** Writes `resources.ts`: the namespaces with their methods, the operations' types, and short names for the schemas. */
export function resourcesFile(description: Description, rows: readonly Row[], destination: Destination): string {
  const whole = { description: normalized(description), rows, destination };
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
  // A project may forbid unused imports.
  const code = text.replace(/\/\*\*.*?\*\//gs, "");
  const used = sources.filter((name) => new RegExp(`[ <]${name}[<)]`).test(code));
  const parts = [
    ...(code.includes(" components[") ? ["components"] : []),
    ...(code.includes("operations[") ? ["operations"] : []),
    "paths",
  ];
  const imports = used.length > 0 ? `${destination.imports(used)}\n` : "";
  return `${destination.notice}\n\n${imports}import type { ${parts.join(", ")} } from "${destination.file("schema")}";\n\n${text}`;
}
