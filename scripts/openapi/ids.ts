import { camelCase, pascalCase } from "./casing.ts";

/** An operation's location and its id in the description, which may be missing or not unique. */
export interface Unnamed {
  readonly method: string;
  readonly path: string;
  readonly operationId: unknown;
}

/** An operation's unique id. `why` explains why it differs from the description's. */
export interface Id {
  readonly id: string;
  readonly why?: string;
}

/** Makes an id from method and path: `GET /users/{id}/posts` → `getUsersByIdPosts`. */
export function madeId(method: string, path: string): string {
  const words = pascalCase(path.replace(/\{([^{}]*)\}/g, " by $1 "));
  return camelCase(method.toLowerCase()) + (words || "Root");
}

/** Returns an operation's key in the generated types. */
export function schemaKey(id: string): string {
  return id.replaceAll("#", "/");
}

/**
 * Returns a unique id for each operation: the description's own, or one made from method and path if it is missing,
 * used by an earlier operation, or `__proto__`, which an object cannot hold as a key.
 */
export function distinctIds(operations: readonly Unnamed[]): Id[] {
  const given = operations.map(({ operationId }) => (operationId === undefined ? "" : String(operationId)));
  const taken = new Set<string>();
  const first = given.map((id) => {
    const isFirst = id !== "" && id !== "__proto__" && !taken.has(schemaKey(id));
    if (isFirst) taken.add(schemaKey(id));
    return isFirst;
  });
  return operations.map(({ method, path }, index) => {
    const own = given[index] ?? "";
    if (first[index]) return { id: own };
    const made = madeId(method, path);
    let id = made;
    for (let count = 2; taken.has(schemaKey(id)); count += 1) id = `${made}${count}`;
    taken.add(schemaKey(id));
    if (own === "") return { id };
    const problem = own === "__proto__" ? "cannot be a name" : "is another operation's, too";
    return { id, why: `its operationId ${JSON.stringify(own)} ${problem}: its id here is ${id}` };
  });
}
