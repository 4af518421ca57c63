import { readFile } from "node:fs/promises";
import type { OpenAPI3, OperationObject, ReferenceObject, SchemaObject } from "openapi-typescript";
import { parse } from "yaml";

/** An OpenAPI description with its references still in it. */
export type Description = OpenAPI3;

const folder = new URL("../../openapi/", import.meta.url);
/** The description that the vendor's own file replaces. The other one refers to it by this name. */
const main = "wipsy.yaml";

const httpMethods = ["get", "put", "post", "delete", "patch"] as const;

async function read(name: string): Promise<Description> {
  const text = await readFile(new URL(name, folder), "utf8");
  return parse(text.replaceAll(`${main}#/`, "#/"));
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

/** The bundled descriptions as one: what is documented, then what is inferred. */
export async function bundledDescription(): Promise<Description> {
  return mergeDescriptions(await read(main), await read("inferred.yaml"));
}

/** What a reference within the description points to; anything else as it is. */
export function resolve<T extends object>(description: Description, value: T | ReferenceObject): T {
  if (!("$ref" in value) || typeof value.$ref !== "string") return value as T;
  let found: unknown = description;
  for (const part of value.$ref.replace(/^#\//, "").split("/")) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    found = (found as Record<string, unknown>)[key];
  }
  if (typeof found !== "object" || found === null) throw new Error(`${value.$ref} points to nothing`);
  return resolve(description, found as T);
}

/** An operation where it stands. */
export interface Place {
  readonly method: Uppercase<(typeof httpMethods)[number]>;
  readonly path: string;
  readonly operation: OperationObject & { operationId: string };
}

/** Every operation of a description, in its order. */
export function operationsOf(description: Description): Place[] {
  const places: Place[] = [];
  for (const [path, item] of Object.entries(description.paths ?? {})) {
    const pathItem = resolve(description, item);
    for (const method of httpMethods) {
      const operation = pathItem[method] && resolve<OperationObject>(description, pathItem[method]);
      if (!operation) continue;
      const { operationId } = operation;
      if (operationId === undefined) throw new Error(`${method.toUpperCase()} ${path} has no operationId`);
      const parameters = [...(pathItem.parameters ?? []), ...(operation.parameters ?? [])];
      places.push({
        method: method.toUpperCase() as Place["method"],
        path,
        operation: { ...operation, operationId, parameters },
      });
    }
  }
  return places;
}

/** The schema of a JSON content, `undefined` where there is none. */
export function jsonSchema(content: Record<string, object> | undefined): SchemaObject | ReferenceObject | undefined {
  const media = content?.["application/json"] as { schema?: SchemaObject | ReferenceObject } | undefined;
  return media?.schema;
}
