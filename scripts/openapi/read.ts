import { resolve } from "node:path";
import { bundleDocument, stringifyYaml } from "@redocly/openapi-core";
import type { Description } from "./document.ts";
import { checkCutOff, checkKind, checkOperations, config, problemsOf } from "./read/check.ts";
import { DescriptionError, fail, isUrl, type Problem, throwIfAny } from "./read/error.ts";
import type { Parsed } from "./read/parse.ts";
import { checkReferences } from "./read/references.ts";
import { loadMain, Resolver } from "./read/resolver.ts";
import { types } from "./read/types.ts";
import type { Json } from "./walk.ts";

export { DescriptionError, type Problem } from "./read/error.ts";

/** A description and its source text. */
export interface ReadDescription {
  /** Bundled: it has no references to other files. */
  readonly description: Description;
  /** The same as YAML, printed on access: the file's own text if it is YAML and refers to no other file. */
  readonly text: string;
}

/** Converts an error that Redocly throws for a reference without a location. */
function problemWith(error: unknown, { source }: Parsed): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const why = error instanceof RangeError ? "too many definitions refer from one to the next" : message;
  return { file: source.absoluteRef, what: `Its references cannot be followed: ${why}.`, remedy: "Make them simpler." };
}

async function checkAndBundle(main: Parsed, description: Json, resolver: Resolver): Promise<Json> {
  throwIfAny(await problemsOf(main, description, resolver));
  if (!resolver.hasOthers) return description;
  const { bundle } = await bundleDocument({
    document: { ...main },
    config: config.styleguide,
    customTypes: types,
    externalRefResolver: resolver,
  });
  const { components, ...others } = bundle.parsed;
  // Redocly adds empty `components`.
  return Object.keys(components).length === 0 ? others : bundle.parsed;
}

/**
 * Reads an OpenAPI 3.0 or 3.1 description, as YAML or JSON, and the files that it refers to.
 *
 * A violation of OpenAPI is an error only if it would make the generated code wrong. Unknown fields are allowed, and
 * fields that nothing is generated from may be missing, such as the description of a response.
 *
 * Cannot detect a YAML file that was cut off between two operations and has no broken reference.
 *
 * @param source a path, or an http or https URL
 * @throws DescriptionError naming file, line and remedy
 */
export async function readDescription(source: string): Promise<ReadDescription> {
  const main = await loadMain(isUrl(source) || source.includes("://") ? source : resolve(source));
  const before = checkKind(main);
  checkReferences(main);
  const resolver = new Resolver(main);
  const description = await checkAndBundle(main, before, resolver).catch((error: unknown) => {
    resolver.stop();
    if (error instanceof DescriptionError) throw error;
    return fail(problemWith(error, main));
  });
  checkCutOff(main);
  checkOperations(main, description);
  const isOwn = !main.source.body.trimStart().startsWith("{") && !resolver.hasOthers;
  return {
    // The cast: the checks above ensure it.
    description: description as unknown as Description,
    get text() {
      return isOwn ? main.source.body : stringifyYaml(description, { lineWidth: -1, noRefs: true });
    },
  };
}
