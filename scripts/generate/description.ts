import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenAPI3, OperationObject, ReferenceObject, SchemaObject } from "openapi-typescript";
import { distinctIds } from "./ids.ts";
import { parseText } from "./read/parse.ts";
import { undoInterrupted } from "./replace-files.ts";

/** An OpenAPI description with its references still in it. */
export type Description = OpenAPI3;

/** This repository. */
const home = fileURLToPath(new URL("../../", import.meta.url));
/** The description that the vendor's own file replaces. The other one refers to it by this name. */
const main = "wipsy.yaml";

const httpMethods = ["get", "put", "post", "delete", "patch", "options", "head", "trace"] as const;

async function read(root: string, name: string): Promise<Description> {
  const file = join(root, "openapi", name);
  const text = await readFile(file, "utf8");
  // The cast: `npm run generate -- <file>` has checked what it wrote there, and the lint checks both.
  return parseText(file, text.replaceAll(`${main}#/`, "#/")).value as Description;
}

/** What both have at one level, with `first` deciding where they differ. */
function merged<T>(first: Record<string, T> = {}, second: Record<string, T> = {}): Record<string, T> {
  return { ...second, ...first };
}

/** `inferred` adds its paths and components to what is documented; what `documented` has too stays as it is there. */
export function mergeDescriptions(documented: Description, inferred: Description): Description {
  const paths = { ...documented.paths };
  for (const [path, item] of Object.entries(inferred.paths ?? {})) paths[path] = { ...item, ...paths[path] };
  const components: Record<string, object> = {};
  for (const kind of Object.keys({ ...inferred.components, ...documented.components })) {
    const parts = (description: Description) => description.components?.[kind as keyof Description["components"]];
    components[kind] = merged(parts(documented), parts(inferred));
  }
  return { ...documented, paths, components };
}

/** @throws Error naming the first reference that points to nothing, and what to do about it */
function checkReferences(description: Description): void {
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "$ref" && typeof inner === "string") resolve(description, { $ref: inner });
      else visit(inner);
    }
  };
  visit(description);
}

/** What is inferred, without what `documented` has by now; `undefined` where that file is no longer there. */
async function inferredBeside(documented: Description, root: string): Promise<Description | undefined> {
  const inferred = await read(root, "inferred.yaml").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
  const known = new Set(operationsOf(documented).map(({ operation }) => operation.operationId));
  const left = Object.entries(inferred?.paths ?? {}).map(([path, item]) => {
    const methods = Object.entries(item).filter(([, value]) => !known.has(Object(value).operationId));
    return [path, Object.fromEntries(methods)] as const;
  });
  return inferred && { ...inferred, paths: Object.fromEntries(left) };
}

/** `documented` with what the repository at `root` has inferred and is not documented yet. */
export async function withInferred(documented: Description, root: string): Promise<Description> {
  const inferred = await inferredBeside(documented, root);
  if (!inferred) return documented;
  const description = mergeDescriptions(documented, inferred);
  try {
    checkReferences(description);
  } catch (error) {
    const remedy = "Or take the description in without --with-inferred.";
    throw new Error(`openapi/inferred.yaml does not fit the description: ${(error as Error).message}. ${remedy}`);
  }
  return description;
}

/** The descriptions that the repository at `root` bundles, as one: what is documented, then what is inferred. */
export async function bundledDescription(root = home): Promise<Description> {
  await undoInterrupted(root);
  return withInferred(await read(root, main), root);
}

/** What a reference points to, without following it further; `undefined` where there is nothing. */
export function target(description: Description, reference: string): unknown {
  if (!reference.startsWith("#")) return undefined;
  let found: unknown = description;
  for (const part of reference.replace(/^#\/?/, "").split("/")) {
    if (part === "") continue;
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    found = Object.hasOwn(Object(found), key) ? Object(found)[key] : undefined;
  }
  return found;
}

/** What a reference within the description points to; anything else as it is. */
export function resolve<T extends object>(description: Description, value: T | ReferenceObject): T {
  let found: unknown = value;
  // References that go in a circle say nothing.
  const passed = new Set<unknown>();
  while (typeof found === "object" && found !== null && "$ref" in found && typeof found.$ref === "string") {
    if (passed.has(found)) return {} as T;
    passed.add(found);
    const { $ref: reference } = found;
    found = target(description, reference);
    // A schema can be nothing but true or false.
    if (typeof found === "boolean") return {} as T;
    if (typeof found !== "object" || found === null) {
      throw new Error(`${reference} points to nothing: correct it, or name it so in the other description of openapi/`);
    }
  }
  return (typeof found === "object" && found !== null ? found : {}) as T;
}

type Item = Record<string, unknown> & { readonly parameters?: unknown[]; readonly servers?: unknown };

/** An operation where it stands. */
export interface Place {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  /** With an id that no other operation has, and the parameters of its path. */
  readonly operation: OperationObject & { operationId: string };
  /** Why its id is not the description's own, where that has one. */
  readonly renamed: string | undefined;
  /** Its own servers, or its path's. */
  readonly servers: unknown;
}

/** The paths of a description, each as what it is a reference to. Other keys are extensions. */
function pathItems(description: Description): [string, Item][] {
  return Object.entries(description.paths ?? {})
    .filter(([path]) => path.startsWith("/"))
    .map(([path, item]) => [path, resolve<object>(description, item ?? {}) as Item]);
}

/** An operation's parameters: its own, and those of its path that it does not replace. */
function parametersOf(description: Description, item: Item, operation: OperationObject): OperationObject["parameters"] {
  const keyOf = (one: object) => {
    const { in: where, name } = resolve(description, one) as { in?: string; name?: string };
    return `${where} ${name}`;
  };
  const all = [...(item.parameters ?? []), ...(operation.parameters ?? [])] as object[];
  return [...new Map(all.map((one) => [keyOf(one), one])).values()] as OperationObject["parameters"];
}

/** Every operation of a description, in its order. */
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

/** The description with the ids of {@link operationsOf} in its paths, and nowhere else. */
export function withIds(description: Description): Description {
  const paths: Record<string, Item> = Object.fromEntries(
    pathItems(description).map(([path, item]) => [path, { ...item }]),
  );
  for (const { method, path, operation } of operationsOf(description)) {
    const item = paths[path];
    if (item) item[method.toLowerCase()] = operation;
  }
  // What else has operations is not called by this client, and could have the same ids.
  const withoutIds = (items: unknown) => {
    const copy = structuredClone(items ?? {}) as Record<string, Record<string, { operationId?: unknown }>>;
    for (const item of Object.values(copy)) for (const method of httpMethods) delete item?.[method]?.operationId;
    return copy;
  };
  const { webhooks, components } = description as { webhooks?: unknown; components?: { pathItems?: unknown } };
  return {
    ...{ ...description, paths },
    ...(webhooks !== undefined && { webhooks: withoutIds(webhooks) }),
    ...(components?.pathItems !== undefined && {
      components: { ...components, pathItems: withoutIds(components.pathItems) },
    }),
  } as Description;
}

/** The schema of a JSON content, `undefined` where there is none. */
export function jsonSchema(content: Record<string, object> | undefined): SchemaObject | ReferenceObject | undefined {
  const media = content?.["application/json"] as { schema?: SchemaObject | ReferenceObject } | undefined;
  return media?.schema;
}
