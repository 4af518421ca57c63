import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { root } from "../support/run.ts";

const filesIn = (folder: string) =>
  readdirSync(root + folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`);

test('sentences in src/ and docs/ avoid "is none" and "are none"', () => {
  const files = [...filesIn("src"), ...filesIn("docs")].filter((name) => /\.(ts|md)$/.test(name));
  const found = files.filter((name) => /\b(is|are) none\b/i.test(readFileSync(root + name, "utf8")));
  expect(files.length).toBeGreaterThan(50);
  expect(found).toEqual([]);
});
