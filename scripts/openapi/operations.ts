import type { OperationObject } from "openapi-typescript";
import { type Description, resolve } from "./document.ts";
import { distinctIds } from "./ids.ts";

/** The keys under which a path holds operations. */
export const httpMethods = ["get", "put", "post", "delete", "patch", "options", "head", "trace"] as const;

type Item = Record<string, unknown> & { readonly parameters?: unknown[]; readonly servers?: unknown };

/** An operation and its location. */
export interface Place {
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  /** With a unique id, and including the parameters of its path. */
  readonly operation: OperationObject & { operationId: string };
  /** Why its id differs from the description's; `undefined` if it does not. */
  readonly renamed: string | undefined;
  /** Its own servers, or its path's. */
  readonly servers: unknown;
}

/** Returns a description's paths with their references resolved, without extensions. */
function pathItems(description: Description): [string, Item][] {
  return Object.entries(description.paths ?? {})
    .filter(([path]) => path.startsWith("/"))
    .map(([path, item]) => {
      const { $ref: _, ...beside } = (item ?? {}) as Item;
      return [path, { ...resolve<object>(description, item ?? {}), ...beside }];
    });
}

/** Returns an operation's parameters: its own, and those of its path that it does not override. */
function parametersOf(description: Description, item: Item, operation: OperationObject): OperationObject["parameters"] {
  const keyOf = (one: object) => {
    const { in: where, name } = resolve(description, one) as { in?: string; name?: string };
    return `${where} ${name}`;
  };
  const all = [...(item.parameters ?? []), ...(operation.parameters ?? [])] as object[];
  return [...new Map(all.map((one) => [keyOf(one), one])).values()] as OperationObject["parameters"];
}

/** Returns every operation of a description, in its order. */
export function operationsOf(description: Description): Place[] {
  const found = pathItems(description).flatMap(([path, item]) =>
    httpMethods.flatMap((method) => {
      if (typeof item[method] !== "object" || item[method] === null) return [];
      const operation = resolve<object>(description, item[method]) as OperationObject;
      return [{ method: method.toUpperCase(), path, item, operation, operationId: operation.operationId }];
    }),
  );
  const ids = distinctIds(found);
  return found.map(({ method, path, item, operation }, index) => {
    const { id = "", why } = ids[index] ?? {};
    const parameters = parametersOf(description, item, operation) ?? [];
    return {
      ...{ method, path, renamed: why, servers: operation.servers ?? item.servers },
      operation: { ...operation, operationId: id, parameters },
    };
  });
}

/** Gives operations the ids from {@link operationsOf}, and removes webhooks, which a client never calls. */
export function withIds(description: Description): Description {
  const paths: Record<string, Item> = Object.fromEntries(
    pathItems(description).map(([path, item]) => [path, { ...item }]),
  );
  for (const { method, path, operation } of operationsOf(description)) {
    const item = paths[path];
    if (item) item[method.toLowerCase()] = operation;
  }
  // The cast: openapi-typescript's types lack webhooks.
  return { ...description, paths, webhooks: undefined } as unknown as Description;
}
