/** Names that are taken: by TypeScript itself, or by what is generated beside the schemas. */
const taken = new Set(
  (
    "Array Boolean Date Error Function Map Number Object Promise Record Set String Symbol " +
    "AgentNamespaces AgentOperations Call CallOptions Item IterateOptions Iteration Loose Namespaces Operations Page SchemaOf Types"
  ).split(" "),
);

/** Whether a schema can be called by its own name. */
export function hasShortName(schema: string): boolean {
  return /^[A-Z]\w*$/.test(schema) && !taken.has(schema);
}

/** A name's words: of camelCase, or parted by anything that is no letter and no digit. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `Pipeline Stages` → `PipelineStages` */
export function pascalCase(name: string): string {
  return wordsOf(name).map(capital).join("");
}

/** `Pipeline Stages` → `pipelineStages` */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** `Categories` → `Category`, `Boxes` → `Box`, `Tags` → `Tag` */
export function singular(noun: string): string {
  if (noun.endsWith("ies")) return `${noun.slice(0, -3)}y`;
  if (/(s|x|z|ch|sh)es$/.test(noun)) return noun.slice(0, -2);
  return noun.endsWith("s") ? noun.slice(0, -1) : noun;
}

/** The word that an operationId begins with, after an agent's prefix: what the operation does. */
export function verbOf(id: string, agent: boolean): string {
  const words = wordsOf(id);
  return (agent ? words[1] : words[0])?.toLowerCase() ?? "";
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
  readonly verb?: "list" | "create" | "update" | "delete";
}

/**
 * The naming rules. The namespace is the tag. For the tag's own noun `get<Nouns>` is `list`, `create<Noun>`,
 * `update<Noun>` and `delete<Noun>` are `create`, `update` and `delete`; anything else keeps its operationId.
 * An agent's operation is named as if it had the tag of its noun.
 */
export function methodName({ id, tag, agent }: Named, tags: readonly string[]): MethodName {
  const plain = agent ? pascalCase(id).replace(/^Agent/, "") : pascalCase(id);
  for (const candidate of agent ? tags : [tag]) {
    const nouns = pascalCase(candidate);
    const noun = singular(nouns);
    const verbs: Record<string, NonNullable<MethodName["verb"]>> = {
      [`Get${nouns}`]: "list",
      [`Create${noun}`]: "create",
      [`Update${noun}`]: "update",
      [`Delete${noun}`]: "delete",
    };
    const verb = verbs[plain];
    if (verb) return { namespace: camelCase(candidate), verb };
  }
  return { namespace: camelCase(tag) };
}
