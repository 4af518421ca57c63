import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { csvOf } from "../../examples/contacts-to-csv.ts";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { runExample } from "./run.ts";

const header = "id,name,last_name,phone,email,stage,tags";

test("the contacts of the mock go to standard output", async () => {
  const { code, stdout, stderr } = await runExample("contacts-to-csv.ts", [], inject("prismUrl"));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "2 contacts written.\n" });
  expect(stdout.split("\r\n")).toEqual([
    header,
    "4f6d2a10-93c7-4b58-8e21-5a0b7c9d1e32,Ana,Pérez,+573188779043,ana.perez@example.com,Interested,VIP",
    expect.stringMatching(/^9a1b3c5d-/),
    "",
  ]);
});

test("a list that may be cut off says so, and the file is for its owner alone", async () => {
  await using api = await serve(() => ({ body: { data: Array(500).fill({ name: "Ana" }) } }));
  await using dir = await tempDir();
  const file = join(dir.path, "contacts.csv");
  const { stdout, stderr } = await runExample("contacts-to-csv.ts", [file], api.url);
  expect(stdout).toBe("");
  expect(stderr).toContain("THESE ARE NOT ALL");
  expect(api.seen.map((seen) => seen.url)).toEqual(["/api-get-contacts?limit=500"]);
  expect((await readFile(file, "utf8")).split("\r\n")).toHaveLength(502);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test.each([
  ["Ana", "Ana"],
  ["Pérez, Ana", '"Pérez, Ana"'],
  ['Ana "la jefa"', '"Ana ""la jefa"""'],
  ["Ana\nPérez", '"Ana\nPérez"'],
  ["Ana;Luis", '"Ana;Luis"'],
  ['=HYPERLINK("https://example.com")', `"'=HYPERLINK(""https://example.com"")"`],
  ["+1+1", "'+1+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", `"'\t=1"`],
  ["+573188779043", "+573188779043"],
])("%j becomes the field %j", (name, field) => {
  expect(csvOf([{ name }])).toBe(`${header}\r\n,${field},,,,,\r\n`);
});
