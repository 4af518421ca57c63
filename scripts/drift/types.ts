import type TypeScript from "typescript";
import { ts } from "../compiler.ts";
import { schemaFile } from "../generate/schema.ts";
import type { Description } from "../openapi/document.ts";
import { asWritten } from "./align.ts";
import { isObject, type Json, mapValues, without } from "./json.ts";
import { constKey, holdsNamed, isDocumentation, refKey } from "./keywords.ts";
import type { SchemaSide } from "./units.ts";
import { isNothing } from "./wording.ts";

// What two schemas mean to a user's code is asked of the compiler, about the types that `npm run generate` would write
// of them: what was sent must still be accepted, what is answered must still fit where it was used, and no key may go.
// All questions of a drift are one file and one program.

/** Whether code that fits `before` fits `after`. */
export interface Question {
  readonly side: SchemaSide;
  readonly before: unknown;
  readonly after: unknown;
}

/** A schema that only itself fits: for what a reference stands for, and for what TypeScript has no type of its own for. */
function opaque(name: string): Json {
  return { type: "object", required: [name], properties: { [name]: { type: "boolean" } } };
}

/** Marks an integer, which the generated types call `number`: every integer is one, but not the other way round. */
const integer = "~integer";

/** A schema whose type nothing is of. */
const never: Json = { allOf: [{ type: "string" }, { type: "number" }] };

/** A schema for the generator: without words, without references. */
function plain(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  if (isNothing(schema)) return never;
  if (typeof schema[refKey] === "string") {
    return { ...opaque(`~${schema[refKey]}`), ...(schema.nullable === true && { nullable: true }) };
  }
  const entries = Object.entries(schema)
    // A default makes no difference to who writes the field or reads it.
    .filter(([key]) => !isDocumentation(key) && key !== "default" && key !== "discriminator")
    .map(([key, value]): [string, unknown] => {
      if (holdsNamed.some((one) => one === key) && isObject(value)) return [key, mapValues(value, plain)];
      // The generator adds a property for a required name without one: here it is a field of the other side, left out.
      if (key === "required" && isObject(schema.properties) && Array.isArray(value)) {
        return [key, value.filter((name) => Object.hasOwn(Object(schema.properties), String(name)))];
      }
      if (Array.isArray(value)) return [key, value.map((one) => (isObject(one) ? plain(one) : one))];
      return [key, plain(value)];
    });
  const result = Object.fromEntries(entries);
  const { nullable } = result;
  const orNull = nullable === true ? { nullable } : {};
  if (result[constKey] === true && Array.isArray(result.enum) && result.enum.length === 1) {
    return { const: result.enum[0], ...orNull };
  }
  // The values say all there is; openapi-typescript fails at some types beside them.
  if (Array.isArray(result.enum)) return result.enum.length > 0 ? { enum: result.enum, ...orNull } : { type: "null" };
  if (result.type !== "integer") return result;
  return { allOf: [{ ...without(result, ["nullable"]), type: "number" }, opaque(integer)], ...orNull };
}

function operation(operationId: string, side: SchemaSide, schema: unknown): object {
  const content = { "application/json": { schema: plain(asWritten(schema)) } };
  const responses = { "200": { description: "", ...(side === "response" && { content }) } };
  return { operationId, ...(side === "request" && { requestBody: { required: true, content } }), responses };
}

function descriptionOf(questions: readonly Question[]): Description {
  const paths = questions.flatMap(({ side, before, after }, index) => [
    [`/before${index}`, { post: operation(`before${index}`, side, before) }],
    [`/after${index}`, { post: operation(`after${index}`, side, after) }],
  ]);
  return { openapi: "3.1.0", info: { title: "", version: "" }, paths: Object.fromEntries(paths) };
}

const file = "/types.ts";

/** Stands for the platform's own, which the compiler is not told of here: to a type that it does not know anything fits. */
const blob = 'interface Blob { "~blob": true }\n';

function programOf(text: string): TypeScript.Program {
  const options: TypeScript.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    lib: ["lib.es5.d.ts"],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => (name === file ? source : getSourceFile(name, ...rest));
  return ts.createProgram([file], options, host);
}

/** The types of an operation's body or answer, by operationId. */
function typesOf(program: TypeScript.Program): (id: string, side: SchemaSide) => TypeScript.Type {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const declared = source?.statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === "operations");
  if (!declared) throw new Error("openapi-typescript wrote no operations");
  const member = (type: TypeScript.Type, name: string): TypeScript.Type => {
    const symbol = type.getProperty(name);
    if (!symbol) throw new Error(`openapi-typescript wrote no ${name} for a schema that it was given`);
    return checker.getTypeOfSymbol(symbol);
  };
  const operations = checker.getTypeAtLocation(declared);
  return (id, side) => {
    const way = side === "request" ? ["requestBody"] : ["responses", "200"];
    return [id, ...way, "content", "application/json"].reduce(member, operations);
  };
}

/** Whether `after` has every key of `before`: a key too much does not compile, and one that is gone cannot be read. */
function keepsKeys(checker: TypeScript.TypeChecker, before: TypeScript.Type, after: TypeScript.Type): boolean {
  if (before.isUnion() || after.isUnion()) return true;
  const hasIndex = (type: TypeScript.Type) => checker.getIndexInfoOfType(type, ts.IndexKind.String) !== undefined;
  if (hasIndex(after)) return true;
  if (hasIndex(before)) return false;
  return before.getProperties().every(({ name }) => name === integer || after.getProperty(name) !== undefined);
}

/** Answers every question: `true` where code that fitted still does. The same question is asked once. */
export async function fits(questions: readonly Question[]): Promise<boolean[]> {
  const texts = questions.map((question) => JSON.stringify(question));
  const distinct = new Map(texts.map((text, index) => [text, questions[index] as Question]));
  const answers = new Map(zip([...distinct.keys()], await answersTo([...distinct.values()])));
  return texts.map((text) => answers.get(text) ?? false);
}

function zip<A, B>(keys: readonly A[], values: readonly B[]): [A, B][] {
  return keys.flatMap((key, index) => {
    const value = values[index];
    return value === undefined ? [] : [[key, value]];
  });
}

async function answersTo(questions: readonly Question[]): Promise<boolean[]> {
  if (questions.length === 0) return [];
  const program = programOf(`${await schemaFile(descriptionOf(questions))}\n${blob}`);
  const checker = program.getTypeChecker();
  const typeOf = typesOf(program);
  return questions.map(({ side }, index) => {
    const [before, after] = [typeOf(`before${index}`, side), typeOf(`after${index}`, side)];
    const [given, taken] = side === "request" ? [before, after] : [after, before];
    return checker.isTypeAssignableTo(given, taken) && keepsKeys(checker, before, after);
  });
}
