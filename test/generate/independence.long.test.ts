import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { repositoryFiles } from "../../scripts/generate/files.ts";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import { compileBoth } from "../../scripts/project/compile.ts";
import { root } from "../support/run.ts";

// The package compiles with any description. Only the caller's own code can break.

/** Every error in `src/` and `generated/`, with the files that follow from a description. */
async function errorsWith(description: Description): Promise<string[]> {
  const { files } = await repositoryFiles(description);
  const overlay = new Map(Object.entries(files).map(([name, text]) => [join(root, name), text]));
  const compiled = compileBoth(join(root, "tsconfig.json"), overlay, [join(root, "src")]);
  const names = compiled.files.map(({ fileName }) => basename(fileName));
  expect(names).toEqual(expect.arrayContaining(["index.ts", "client.ts", "message.ts", "execute.ts", "agent.ts"]));
  expect(compiled.overlaid.length).toBe(5);
  const { after } = compiled;
  return [...compiled.files, ...compiled.overlaid].flatMap((file) =>
    [...after.getSyntacticDiagnostics(file), ...after.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${file.fileName}: ${JSON.stringify(messageText)}`,
    ),
  );
}

/** A copy with `change` applied to every object in it. */
function mapped(value: unknown, change: (object: Record<string, unknown>) => object): unknown {
  if (Array.isArray(value)) return value.map((one) => mapped(one, change));
  if (typeof value !== "object" || value === null) return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapped(inner, change)])));
}

const withoutExamples = ({ example: _, examples: __, ...rest }: Record<string, unknown>) => rest;

test("every field and parameter became required, and every enum has other values", async () => {
  const changed = mapped(await bundledDescription(), (object) => {
    const { properties, in: place, enum: values, default: _, ...rest } = withoutExamples(object);
    return {
      ...rest,
      ...(Array.isArray(values) ? { enum: ["telegram", "fax"] } : values === undefined ? {} : { enum: values }),
      ...(typeof properties === "object" && { properties, required: Object.keys(properties ?? {}) }),
      ...(typeof place === "string" && { in: place, required: true }),
    };
  });
  expect(await errorsWith(changed as Description)).toEqual([]);
});

test("every field became optional, nullable and of another type", async () => {
  const changed = mapped(await bundledDescription(), (object) => {
    const { required, type, format: _, ...rest } = withoutExamples(object);
    const isText = type === "string" && !("in" in object);
    return {
      ...rest,
      ...(type !== undefined && { type: isText ? ["integer", "null"] : type }),
      ...(required !== undefined && !Array.isArray(required) && { required }),
      ...(isText && { enum: undefined }),
    };
  });
  expect(await errorsWith(JSON.parse(JSON.stringify(changed)) as Description)).toEqual([]);
});

test("every operation and every schema has another name, and another tag", async () => {
  const names = (text: string) => text.replace(/^(#\/components\/schemas\/)(.*)$/, "$1Other$2");
  const description = await bundledDescription();
  const changed = mapped(description, (object) => ({
    ...object,
    ...(typeof object.$ref === "string" && { $ref: names(object.$ref) }),
    ...(typeof object.operationId === "string" && { operationId: `${object.operationId}Again`, tags: ["Everything"] }),
  })) as Description;
  const schemas = Object.entries(changed.components?.schemas ?? {}).map(([name, schema]) => [`Other${name}`, schema]);
  const renamed = { ...changed, components: { ...changed.components, schemas: Object.fromEntries(schemas) } };
  expect(await errorsWith({ ...renamed, tags: [{ name: "Everything" }] })).toEqual([]);
});
