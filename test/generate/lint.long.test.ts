import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { root, runScript } from "../support/run.ts";
import { fixtures, repository } from "./repository.ts";

const env = { PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}` };

test("checks our descriptions for style, the vendor's only for valid OpenAPI", async () => {
  await using copy = await repository();
  const lint = () => runScript("scripts/lint.ts", [], env, copy.path);
  const file = join(copy.path, "openapi/wipsy.yaml");

  const own = await readFile(file, "utf8");
  await writeFile(file, own.replace(/^ {6}x-evidence: documented\n/m, ""));
  const unmarked = await lint();
  expect(unmarked.out).toContain("rule/evidence-on-operations");
  expect(unmarked.code).toBe(1);

  await cp(join(fixtures, "v1.yaml"), file);
  await rm(join(copy.path, "openapi/inferred.yaml"));
  expect(await lint()).toMatchObject({ code: 0, out: expect.stringContaining("style rules do not apply") });

  await writeFile(file, (await readFile(file, "utf8")).replaceAll("schemas/Contact", "schemas/Gone"));
  const broken = await lint();
  expect(broken.out).toMatch(/wipsy\.yaml:\d+:\d+: .*schemas\/Gone/);
  expect(broken.code).toBe(1);
});
