import type { Fields } from "./check.ts";
import { isFields } from "./check.ts";
import type { Problem } from "./error.ts";
import type { Parsed } from "./parse.ts";
import type { Path } from "./tree.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

interface Operation {
  readonly path: Path;
  readonly value: Fields;
  /** Of the path and of the operation, without references. */
  readonly parameters: readonly { readonly path: Path; readonly value: Fields }[];
}

/** What is wrong between the parts of a description, each of which is right for itself. */
type Rule = (main: Parsed, description: Fields, operations: readonly Operation[]) => Problem[];

function entries(value: unknown): [string, unknown][] {
  return Object.entries(Object(value));
}

function followed(description: Fields, value: unknown): unknown {
  let found = value;
  while (isFields(found) && typeof found.$ref === "string" && found.$ref.startsWith("#/")) {
    const keys = found.$ref.slice(2).split("/");
    found = keys.reduce<unknown>(
      (at, key) => Object(at)[decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~")],
      description,
    );
  }
  return found;
}

function parametersOf(description: Fields, owner: Fields, path: Path): Operation["parameters"] {
  const list: unknown[] = Array.isArray(owner.parameters) ? owner.parameters : [];
  return list.flatMap((one, index) => {
    const value = followed(description, one);
    return isFields(value) ? [{ path: [...path, "parameters", index], value }] : [];
  });
}

function operationsOf(description: Fields): Operation[] {
  return entries(description.paths).flatMap(([name, unresolved]) => {
    const item = followed(description, unresolved);
    if (!name.startsWith("/") || !isFields(item)) return [];
    const shared = parametersOf(description, item, ["paths", name]);
    return methods.flatMap((method) => {
      const value = item[method];
      const path = ["paths", name, method];
      return isFields(value)
        ? [{ path, value, parameters: [...shared, ...parametersOf(description, value, path)] }]
        : [];
    });
  });
}

const hasOperations: Rule = (main, { paths }, operations) => {
  if (operations.length > 0) return [];
  const what = paths === undefined ? "It has no `paths`" : "Its `paths` hold no operation";
  const place = main.placeOf(paths === undefined ? [] : ["paths"]);
  const remedy = "Give the description that has them.";
  return [{ file: main.file, place, what: `${what}: there is nothing to generate.`, remedy }];
};

const uniqueParameters: Rule = (main, description) =>
  entries(description.paths).flatMap(([name, unresolved]) => {
    const item = followed(description, unresolved);
    if (!isFields(item)) return [];
    const owners: (readonly [Path, unknown])[] = methods.map((method) => [["paths", name, method], item[method]]);
    return [[["paths", name], item] as const, ...owners].flatMap(([path, owner]) => {
      const seen = new Set<string>();
      return (isFields(owner) ? parametersOf(description, owner, path) : []).flatMap((one) => {
        const key = `${one.value.in} ${one.value.name}`;
        if (seen.size !== seen.add(key).size) return [];
        const what = `The parameter \`${one.value.name}\` in ${one.value.in} is there already.`;
        return [{ file: main.file, place: main.placeOf(one.path), what, remedy: "Take one of the two out." }];
      });
    });
  });

/** Where schemes are named and none is defined, the file has lost its end. Of some that are defined one may be missing. */
const anySchemes: Rule = (main, description, operations) => {
  const { securitySchemes } = Object(description.components) as { securitySchemes?: object };
  if (entries(securitySchemes).length > 0) return [];
  const owners = [{ path: [] as Path, value: description }, ...operations];
  return owners.flatMap(({ path, value: { security } }) =>
    (Array.isArray(security) ? security : []).flatMap((requirement: unknown, index) =>
      entries(requirement).map(([name]) => ({
        file: main.file,
        place: main.placeOf([...path, "security", index, name]),
        what: `The security scheme \`${name}\` is not defined, and no other is.`,
        remedy: "Correct its name, or add it to `components.securitySchemes`.",
      })),
    ),
  );
};

/**
 * Checks what the rules of OpenAPI say of the operations of a description together. It must need no other file. Left to
 * the generation are an operationId that comes twice, of which the second gets another name, and what keeps a single
 * operation from being a method, such as a part of the path that no parameter is for.
 */
export function checkOperations(main: Parsed, description: Fields): Problem[] {
  const operations = operationsOf(description);
  const rules = [hasOperations, uniqueParameters, anySchemes];
  return rules.flatMap((rule) => rule(main, description, operations));
}
