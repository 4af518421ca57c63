import type { Operation } from "../../src/operation/table.ts";
import { camelCase, pascalCase, singular, wordsOf } from "../openapi/casing.ts";
import { madeId } from "../openapi/ids.ts";

/** Returns the first word of an operationId, after the `agent` prefix if there is one. */
export function verbOf(id: string, agent: boolean): string {
  const words = wordsOf(id);
  return (agent ? words[1] : words[0])?.toLowerCase() ?? "";
}

/** Names every object has, and `then`, which would make a namespace look like a promise. */
const ofObjects = ["then", "prototype", ...Object.getOwnPropertyNames(Object.prototype)];

/** Members of a client or an agent's handle other than namespaces. */
const ofHandles = ["agent", "call", "close", "findSent", "idempotency", "reconcileSend"];

/** Appends underscores to a name until it is free, and prepends one if it begins with a digit. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = /^\p{N}/u.test(name) ? `_${name}` : name;
  while (isTaken(free)) free += "_";
  return free;
}

/** Returns the namespace of a tag. A name that the client uses itself gets an underscore at its end. */
export function namespaceName(tag: string): string {
  return freeName(camelCase(tag) || "default", (name) => ofObjects.includes(name) || ofHandles.includes(name));
}

/**
 * Names a method that has no verb: by its operation's id, in camelCase if the id is not an identifier. A name that is
 * taken gets an underscore at its end.
 */
export function idName(operation: { id: string; method: string; path: string }, taken: ReadonlySet<string>): string {
  const { id, method, path } = operation;
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(id);
  const name = isName ? id : camelCase(id) || madeId(method, path);
  return freeName(name, (one) => ofObjects.includes(one) || taken.has(one));
}

/** The parts of an operation that determine its name. */
export type Named = { readonly id: string; readonly tag: string; readonly agent: boolean };

/** A method's namespace, with its verb or name if the operationId determines one. */
export type MethodName = Pick<Operation, "namespace" | "verb" | "name">;

type Noun = { readonly one: string; readonly many: string; readonly namespace: string };

/** `Category` → `Categories`, `Box` → `Boxes`, `Tag` → `Tags` */
function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** Returns a description's nouns by singular and plural in PascalCase. They come from its tags and schema names. */
export function nounsOf(tags: readonly string[], schemas: readonly string[] = []): ReadonlyMap<string, Noun> {
  const nouns = new Map<string, Noun>();
  const add = (one: string, many: string, namespace: string) => {
    if (!nouns.has(one)) for (const name of [one, many]) nouns.set(name, { one, many, namespace });
  };
  for (const tag of tags) add(singular(pascalCase(tag)), pascalCase(tag), namespaceName(tag));
  // A name ending in s may already be a plural.
  for (const one of schemas.map(pascalCase).filter((name) => !name.endsWith("s")))
    add(one, plural(one), namespaceName(plural(one)));
  return nouns;
}

const verbs = ["get", "create", "update", "delete"] as const;

/**
 * Applies the naming rules. An operationId made of a verb and a noun goes into the namespace of the noun's plural:
 * `get<Nouns>` becomes `list`; `get<Noun>`, `create<Noun>`, `update<Noun>` and `delete<Noun>` become `get`, `create`,
 * `update` and `delete`. Words after the noun stay in the method's name: `updateChatButtonState` becomes
 * `chatButtons.updateState`. Any other operation keeps its operationId, in the namespace of its tag. The `agent` prefix
 * of an agent's operation is dropped first.
 */
export function methodName({ id, tag, agent }: Named, nouns: ReadonlyMap<string, Noun>): MethodName {
  const plain = agent ? pascalCase(id).replace(/^Agent/, "") : pascalCase(id);
  const [first = "", ...words] = wordsOf(plain);
  const verb = verbs.find((one) => one === first.toLowerCase());
  const own = nounsOf([tag]);
  for (let end = words.length; verb && end > 0; end -= 1) {
    const name = words.slice(0, end).join("");
    const noun = own.get(name) ?? nouns.get(name);
    const rest = words.slice(end).join("");
    if (!noun || (rest !== "" && name !== noun.one)) continue;
    const { namespace, one, many } = noun;
    if (rest !== "") return { namespace, name: `${verb}${rest}` };
    if (verb === "get" && name === many) return { namespace, verb: "list" };
    return name === one ? { namespace, verb } : { namespace };
  }
  return { namespace: namespaceName(tag) };
}
