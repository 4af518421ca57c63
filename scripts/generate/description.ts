import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { OpenAPI3, OperationObject, ReferenceObject, SchemaObject } from "openapi-typescript";
import { parseText } from "./read/parse.ts";
import { finishReplacing } from "./replace-files.ts";

/** An OpenAPI description with its references still in it. */
export type Description = OpenAPI3;

const folder = new URL("../../openapi/", import.meta.url);
/** The description that the vendor's own file replaces. The other one refers to it by this name. */
const main = "wipsy.yaml";

const httpMethods = ["get", "put", "post", "delete", "patch"] as const;

async function read(name: string): Promise<Description> {
  const file = fileURLToPath(new URL(name, folder));
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
async function inferredBeside(documented: Description): Promise<Description | undefined> {
  const inferred = await read("inferred.yaml").catch((error: NodeJS.ErrnoException) => {
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

/** `documented` with what is inferred and not documented yet. */
export async function withInferred(documented: Description): Promise<Description> {
  const inferred = await inferredBeside(documented);
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

/** The bundled descriptions as one: what is documented, then what is inferred. */
export async function bundledDescription(): Promise<Description> {
  await finishReplacing(fileURLToPath(new URL("../", folder)));
  return withInferred(await read(main));
}

/** What a reference within the description points to; anything else as it is. */
export function resolve<T extends object>(description: Description, value: T | ReferenceObject): T {
  if (!("$ref" in value) || typeof value.$ref !== "string") return value as T;
  let found: unknown = description;
  for (const part of value.$ref.replace(/^#\//, "").split("/")) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    found = Object(found)[key];
  }
  if (typeof found !== "object" || found === null) {
    throw new Error(`${value.$ref} points to nothing: correct it, or name it so in the other description of openapi/`);
  }
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
