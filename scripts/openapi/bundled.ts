import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { undoInterrupted } from "../replace-files.ts";
import { type Description, resolve } from "./document.ts";
import { operationsOf } from "./operations.ts";
import { parse } from "./read/parse.ts";
import { mapObjects } from "./walk.ts";

/** This repository's root. */
const home = fileURLToPath(new URL("../../", import.meta.url));
/** The documented API, to be replaced by the vendor's own file. `inferred.yaml` refers to it by this name. */
const main = "wipsy.yaml";

async function read(root: string, name: string): Promise<Description> {
  const file = join(root, "openapi", name);
  const text = await readFile(file, "utf8");
  // The cast: `npm run generate -- <file>` checks the file before writing it, and the lint checks both files.
  return parse(file, text.replaceAll(`${main}#/`, "#/")).parsed as Description;
}

/** Adds the paths and components of `inferred` to `documented`, which wins where both define the same. */
export function mergeDescriptions(documented: Description, inferred: Description): Description {
  const paths = { ...documented.paths };
  for (const [path, item] of Object.entries(inferred.paths ?? {})) paths[path] = { ...item, ...paths[path] };
  const components: Record<string, object> = {};
  for (const kind of Object.keys({ ...inferred.components, ...documented.components })) {
    const parts = (description: Description) => description.components?.[kind as keyof Description["components"]];
    components[kind] = { ...parts(inferred), ...parts(documented) };
  }
  return { ...documented, paths, components };
}

/** @throws Error naming the first reference that points to nothing, with the remedy */
function checkReferences(description: Description): void {
  mapObjects(description, (object, isMap) => {
    if (!isMap && typeof object.$ref === "string") resolve(description, object);
    return object;
  });
}

/** Reads the inferred operations that `documented` lacks; `undefined` if the file no longer exists. */
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

/**
 * Adds the inferred operations of the repository at `root` that `documented` lacks.
 *
 * @throws Error when an inferred operation refers to something that `documented` does not have
 */
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

/** Reads the repository's descriptions as one: documented operations first, then inferred ones. */
export async function bundledDescription(root = home): Promise<Description> {
  await undoInterrupted(root);
  return withInferred(await read(root, main), root);
}
