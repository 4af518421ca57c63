import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDescription } from "../../scripts/openapi/read.ts";
import { folder, head, saidOf, whole } from "./read-folder.ts";

// Only regular files are read: a device has no end, and a pipe may have no writer.

const special = process.platform === "win32" ? ["\\\\.\\NUL"] : ["/dev/zero", "/dev/stdin", "pipe"];

test.each(special)("refuses %s", async (name) => {
  await using dir = await folder({ "api.yaml": whole });
  if (name === "pipe") execFileSync("mkfifo", [join(dir.path, "pipe")]);
  const file = name === "pipe" ? join(dir.path, name) : name;
  await expect(readDescription(file)).rejects.toThrow(/It is a device or a pipe\./);
  const said = await saidOf({
    "api.yaml": `${head}  /a:\n    get: { responses: { 200: { $ref: "${file}#/Ok" } } }\n`,
  });
  expect(said).toMatch(/^api\.yaml:5:\d+: .* It is a device or a pipe\./);
  // In an example it is a value like any other.
  await using other = await folder({
    "api.yaml": `${whole}components: { schemas: { A: { example: { $ref: "${file}" } } } }\n`,
  });
  expect((await readDescription(join(other.path, "api.yaml"))).description.components).toBeDefined();
});

test("a local description may refer to files above its folder", async () => {
  await using dir = await folder({
    "v1/api.yaml": `${head}  /a:\n    get: { responses: { 200: { $ref: "../shared/parts.yaml#/Ok" } } }\n`,
    "shared/parts.yaml": "Ok: { description: ok }\n",
  });
  const { description } = await readDescription(join(dir.path, "v1/api.yaml"));
  expect(description.components).toEqual({ responses: { Ok: { description: "ok" } } });
});
