import { camelCase, pascalCase } from "./words.ts";

/** Where an operation is, and the id that the description gives it. */
export interface Unnamed {
  readonly method: string;
  readonly path: string;
  readonly operationId: unknown;
}

/** An id, and why it is not the description's own where that has one. */
export interface Id {
  readonly id: string;
  readonly why?: string;
}

/** An id from method and path: `GET /users/{id}/posts` → `getUsersByIdPosts`. */
export function madeId(method: string, path: string): string {
  const words = pascalCase(path.replace(/\{([^{}]*)\}/g, " by $1 "));
  return camelCase(method.toLowerCase()) + (words || "Root");
}

/** The name under which the generated types have an operation. */
export function schemaKey(id: string): string {
  return id.replaceAll("#", "/");
}

/**
 * The id of each operation, all of them different: the description's own, or one made from method and path where there
 * is none, where an earlier operation has the same one, or where it is `__proto__`, which no table can hold.
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
