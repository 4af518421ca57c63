import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempDir } from "../support/temp-dir.ts";
import { run } from "./run.ts";

// `send-many` before it sends. That it sends: many.long.test.ts.

const nowhere = { url: "http://127.0.0.1:9" };
const csv = `name;phone
Ana;+573001110001
Luis;3001110002
Eva;ig_828925823321473
Sol;+573001110003
Mar;+573001110004
`;

async function folder(content = csv) {
  const dir = await tempDir();
  const file = join(dir.path, "list.csv");
  await writeFile(file, content);
  const args = ["send-many", file, "--message", "Hola {Name}", "--name", "november-offer"];
  return { ...dir, file, args, names: async () => (await readdir(dir.path)).sort() };
}

test("--dry-run shows three messages, the counts and the invalid rows, and leaves no file", async () => {
  await using dir = await folder();
  expect(await run([...dir.args, "--dry-run"], nowhere)).toEqual({
    code: 5,
    stdout: "",
    stderr: `+573001110001
  Hola Ana

ig_828925823321473
  Hola Eva

+573001110003
  Hola Sol

3 whatsapp · 1 instagram · 1 invalid
Row 3: sendMany: to has 10 digits: give it with + and its country code.
`,
  });
  expect(await dir.names()).toEqual(["list.csv"]);
});

test("--dry-run --json prints the same as JSON", async () => {
  await using dir = await folder();
  const { code, stdout, stderr } = await run([...dir.args, "--dry-run", "--json"], nowhere);
  expect({ code, stderr }).toEqual({ code: 5, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({
    rows: 5,
    channels: { whatsapp: 3, instagram: 1 },
    invalid: 1,
    problems: [{ row: 3, problem: expect.stringContaining("10 digits") }],
    first: [{ to: "+573001110001", message: "Hola Ana" }, {}, {}],
  });
});

test.each([
  [["--dry-run", "--message", "Hola {city}"], /^The list has no column for \{city\}/],
  [["--dry-run", "--per-second", "0"], /^--per-second must be a number above 0/],
  [["--dry-run", "--name", "a:b"], /name must be a string of 1 to 190 characters/],
  [["--dry-run", "--report", "list.csv"], /^--report must not be one of the lists/],
  [["--dry-run", "--exclude", "none.csv"], /^--exclude: none\.csv: cannot be read \(ENOENT\)/],
  [["--dry-run", "--exclude", "list.csv"], /^--exclude: Row 3: send-many: to has 10 digits/],
  [[], /^There is no terminal to ask on: add --yes/],
])("refuses %j in one line", async (args, said) => {
  await using dir = await folder();
  const { code, stdout, stderr } = await run([...dir.args, ...args], { ...nowhere, cwd: dir.path });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(said);
  expect(stderr).toMatch(/^.*\n$/);
  expect(await dir.names()).toEqual(["list.csv"]);
});

test("says in Spanish what is wrong with a list", async () => {
  await using dir = await folder("name,telefono\nAna,5.73E+11\n");
  const { code, stderr } = await run([...dir.args, "--yes", "--lang", "es"], nowhere);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Fila 2: la hoja de cálculo redondeó el teléfono/);
});
