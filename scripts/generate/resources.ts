import type { Evidence } from "../../src/operation.ts";
import { type Description, resolve } from "./description.ts";
import type { Schema } from "./fields.ts";
import { groupBy } from "./group.ts";
import type { House } from "./house.ts";
import { answerType, examplesOf, inputType, type Method, methodsOf } from "./methods.ts";
import { camelCase, hasShortName } from "./names.ts";
import { docComment, literal, propertyName } from "./print.ts";
import type { Marked, Row } from "./rows.ts";

/** How well a thing is known, as a sentence of its doc comment. */
const known: Record<Evidence, string> = {
  documented: "Documented by the vendor.",
  partial: "Documented by the vendor in part: more may belong to it than is listed.",
  inferred:
    "Inferred: no page of the vendor shows it, and it may not exist. Throws unless the client was made with `allowInferred: true`.",
};

/** A schema by its own name: an interface where it is an object, so that an editor and the compiler call it by that name. */
function schemaAlias(description: Description, name: string, schema: Schema): string {
  const { description: text, "x-evidence": evidence = "documented" } = schema as Marked & { description?: string };
  const comment = docComment([...(text ? [text.trim()] : []), `Evidence: ${evidence}.`]);
  const { type, oneOf, anyOf, allOf } = resolve<object>(description, schema) as Record<string, unknown>;
  const isObject = type === "object" && !oneOf && !anyOf && !allOf;
  const declaration = isObject
    ? `export interface ${name} extends SchemaOf<${JSON.stringify(name)}> {}`
    : `export type ${name} = SchemaOf<${JSON.stringify(name)}>;`;
  return `${comment}${declaration}\n`;
}

function schemaAliases(description: Description): string {
  return Object.entries(description.components?.schemas ?? {})
    .filter(([name]) => hasShortName(name))
    .map(([name, schema]) => schemaAlias(description, name, schema))
    .join("\n");
}

function operationTypes(rows: readonly Row[]): string {
  const entries = rows.map((row) => {
    const { id, method, path, effect, evidence } = row.operation;
    const comment = docComment([`\`${method} ${path}\` · ${effect} · ${evidence}`], "  ");
    return `${comment}  ${propertyName(id)}: {\n    input: ${inputType(row.operation)};\n    answer: ${answerType(row)};\n  };\n`;
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

/** A runnable example of a method. */
function exampleOf(description: Description, method: Method): string[] {
  const { operation } = method.row;
  const options = operation.evidence === "inferred" ? "{ allowInferred: true }" : "";
  const { agentSession } = examplesOf(description, method.row).body;
  const client = operation.agent
    ? `new Wipsy(${options}).agent({ session: ${literal(agentSession)} })`
    : `new Wipsy(${options})`;
  const name = operation.agent ? "agent" : "wipsy";
  const call = `${name}.${operation.namespace}.${method.name}(${method.example.join(", ")})`;
  const use =
    method.name === "iterate" ? `for await (const one of ${call}) console.log(one);` : `console.log(await ${call});`;
  return [
    "@example",
    "```ts",
    'import { Wipsy } from "wipsy-client";',
    ...`const ${name} = ${client};`.split("\n"),
    ...use.split("\n"),
    "```",
  ];
}

function methodText(description: Description, method: Method): string {
  const { id, method: verb, path, effect, evidence } = method.row.operation;
  const lines = [
    ...method.does.split("\n"),
    "",
    `\`${id}\` (\`${verb} ${path}\`) · ${effect} · ${evidence}. ${known[evidence]}${answerKnown(method.row)}`,
    "",
    "@throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and the",
    "  others when the call fails; README says which, and what is tried again.",
    "",
    ...exampleOf(description, method),
  ];
  return `${docComment(lines, "    ")}    ${propertyName(method.name)}(${method.parameters.join(", ")}): ${method.result};\n`;
}

function namespaceTypes(description: Description, rows: readonly Row[], agent: boolean): string {
  const namespaces = groupBy(
    rows.filter((row) => (row.operation.agent ?? false) === agent),
    (row) => row.operation.namespace,
  );
  const parts = [...namespaces].map(([name, own]) => {
    const methods = own.flatMap((row) => methodsOf(description, row)).map((method) => methodText(description, method));
    const about = description.tags?.find((tag) => camelCase(tag.name) === name)?.description ?? name;
    return `${docComment([about], "  ")}  readonly ${propertyName(name)}: {\n${methods.join("\n")}  };\n`;
  });
  return parts.join("\n");
}

/** The types that the generated ones are made from. */
const taken = ["Call", "CallOptions", "Item", "IterateOptions", "Iteration", "Loose", "Page"];

/** `resources.ts`: the shape of each namespace, one method per operation, and short names for the schemas. */
export function resourcesFile(description: Description, rows: readonly Row[], house: House): string {
  const text = `${schemaAliases(description)}
${operationTypes(rows)}
${docComment(["The namespaces of a client, by name."])}export interface Namespaces {
${namespaceTypes(description, rows, false)}}

${docComment(["The namespaces of an agent's handle, by name. The agent's session is added to every body."])}export interface AgentNamespaces {
${namespaceTypes(description, rows, true)}}

${docComment(["All of this, for the client."])}export interface Types {
  namespaces: Namespaces;
  agentNamespaces: AgentNamespaces;
  operations: Operations;
  agentOperations: AgentOperations;
  paths: paths;
}
`;
  // A project may refuse imports that nothing uses.
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(text.replace(/\/\*\*.*?\*\//gs, ""));
  const schemas = text.includes("SchemaOf<")
    ? '\ntype SchemaOf<Name extends keyof components["schemas"]> = components["schemas"][Name];\n'
    : "";
  const parts = ["components", "operations", "paths"].filter(
    (name) => used(name) || (name === "components" && schemas),
  );
  return `${house.notice}

${house.imports(taken.filter(used))}
import type { ${parts.join(", ")} } from "${house.file("schema")}";
${schemas}
${text}`;
}
