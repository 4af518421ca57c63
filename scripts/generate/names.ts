import type { Operation } from "../../src/operation/table.ts";
import { madeId } from "../openapi/ids.ts";
import { camelCase, pascalCase, singular, wordsOf } from "../openapi/words.ts";

/** The word that an operationId begins with, after an agent's prefix: what the operation does. */
export function verbOf(id: string, agent: boolean): string {
  const words = wordsOf(id);
  return (agent ? words[1] : words[0])?.toLowerCase() ?? "";
}

/** What every object has, and what makes a promise of it: a method of such a name would break what it is called on. */
const ofObjects = ["then", "prototype", ...Object.getOwnPropertyNames(Object.prototype)];

/** What a client or an agent's handle has besides its namespaces. */
const ofHandles = ["agent", "call", "close", "idempotency", "reconcileSend"];

/** A name with an underscore at its end for as long as it `isTaken`, and one before it where it begins with a digit. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = /^\p{N}/u.test(name) ? `_${name}` : name;
  while (isTaken(free)) free += "_";
  return free;
}

/** The namespace of a tag. A name that the client has a use for gets an underscore at its end. */
export function namespaceName(tag: string): string {
  return freeName(camelCase(tag) || "default", (name) => ofObjects.includes(name) || ofHandles.includes(name));
}

/**
 * The name of a method that has no verb: its operation's id, in camelCase where that is no name, with an underscore at
 * its end where another method or every object has it.
 */
export function idName(operation: { id: string; method: string; path: string }, taken: ReadonlySet<string>): string {
  const { id, method, path } = operation;
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(id);
  const name = isName ? id : camelCase(id) || madeId(method, path);
  return freeName(name, (one) => ofObjects.includes(one) || taken.has(one));
}

/** What an operation's naming follows from. */
export type Named = { readonly id: string; readonly tag: string; readonly agent: boolean };

/** Where an operation's method goes, and its verb or name where they follow from the operationId. */
export type MethodName = Pick<Operation, "namespace" | "verb" | "name">;

type Noun = { readonly one: string; readonly many: string; readonly namespace: string };

/** `Category` → `Categories`, `Box` → `Boxes`, `Tag` → `Tags` */
function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** The nouns of a description, singular and plural in PascalCase: those of its tags, and the names of its schemas. */
export function nounsOf(tags: readonly string[], schemas: readonly string[] = []): ReadonlyMap<string, Noun> {
  const nouns = new Map<string, Noun>();
  const add = (one: string, many: string, namespace: string) => {
    if (!nouns.has(one)) for (const name of [one, many]) nouns.set(name, { one, many, namespace });
  };
  for (const tag of tags) add(singular(pascalCase(tag)), pascalCase(tag), namespaceName(tag));
  // A name that ends in s may be a plural already.
  for (const one of schemas.map(pascalCase).filter((name) => !name.endsWith("s")))
    add(one, plural(one), namespaceName(plural(one)));
  return nouns;
}

const verbs = ["get", "create", "update", "delete"] as const;

/**
 * The naming rules. An operationId of a verb and a noun goes into the namespace of the noun's plural: `get<Nouns>` is `list`,
 * `get<Noun>`, `create<Noun>`, `update<Noun>` and `delete<Noun>` are `get`, `create`, `update` and `delete`. What follows the
 * noun stays in the method's name: `updateChatButtonState` is `chatButtons.updateState`. Any other operation keeps its
 * operationId, in the namespace of its tag. An agent's operation is named by what follows `agent`.
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
