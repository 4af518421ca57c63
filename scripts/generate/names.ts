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
const ofHandles = ["agent", "call", "reconcileSend"];

/** A name with an underscore at its end for as long as it `isTaken`, and one before it where it begins with a digit. */
function freeName(name: string, isTaken: (name: string) => boolean): string {
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
export interface Named {
  readonly id: string;
  readonly tag: string;
  /** Whether it is an agent's: `agentGetChats` is to an agent what `getChats` is to the client. */
  readonly agent: boolean;
}

/** Where an operation's method goes, and its verb when it is one of its noun's own. */
export interface MethodName {
  readonly namespace: string;
  readonly verb?: "list" | "get" | "create" | "update" | "delete";
}

/**
 * The naming rules. The namespace is the tag. For the tag's own noun `get<Nouns>` is `list`, `get<Noun>`, `create<Noun>`,
 * `update<Noun>` and `delete<Noun>` are `get`, `create`, `update` and `delete`; anything else keeps its operationId.
 * An agent's operation is named as if it had the tag of its noun.
 */
export function methodName({ id, tag, agent }: Named, tags: readonly string[]): MethodName {
  const plain = agent ? pascalCase(id).replace(/^Agent/, "") : pascalCase(id);
  for (const candidate of agent ? tags : [tag]) {
    const nouns = pascalCase(candidate);
    const noun = singular(nouns);
    const verbs: Record<string, NonNullable<MethodName["verb"]>> = {
      [`Get${noun}`]: "get",
      [`Get${nouns}`]: "list",
      [`Create${noun}`]: "create",
      [`Update${noun}`]: "update",
      [`Delete${noun}`]: "delete",
    };
    const verb = verbs[plain];
    if (verb) return { namespace: namespaceName(candidate), verb };
  }
  return { namespace: namespaceName(tag) };
}
