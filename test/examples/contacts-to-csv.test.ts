import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { exportContacts, lineOf } from "../../examples/contacts-to-csv.ts";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { runExample } from "./run.ts";

const header = "id,name,last_name,phone,email,stage,tags";

test("writes the mock's contacts to standard output", async () => {
  const { code, stdout, stderr } = await runExample("contacts-to-csv.ts", [], inject("prismUrl"));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "2 contacts written.\n" });
  expect(stdout.split("\r\n")).toEqual([
    header,
    "4f6d2a10-93c7-4b58-8e21-5a0b7c9d1e32,Ana,Pérez,+573188779043,ana.perez@example.com,Interested,VIP",
    expect.stringMatching(/^9a1b3c5d-/),
    "",
  ]);
});

test("warns of a list that may be incomplete, and makes the file private", async () => {
  const contacts = Array.from({ length: 500 }, (_, index) => ({ id: `contact-${index}`, name: "Ana" }));
  await using api = await serve(() => ({ body: { data: contacts } }));
  await using dir = await tempDir();
  const file = join(dir.path, "contacts.csv");
  const { code, stdout, stderr } = await runExample("contacts-to-csv.ts", [file], api.url);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("THESE ARE NOT ALL");
  expect(api.seen.map((seen) => seen.url)).toEqual(["/api-get-contacts?limit=500"]);
  expect((await readFile(file, "utf8")).split("\r\n")).toHaveLength(502);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(dir.path)).toEqual(["contacts.csv"]);
});

test("writes an incomplete list to standard output with its own exit code", async () => {
  const contacts = Array.from({ length: 1000 }, (_, index) => ({ id: `contact-${index}` }));
  await using api = await serve(() => ({ body: { data: contacts } }));
  const { code, stdout, stderr } = await runExample("contacts-to-csv.ts", [], api.url);
  expect(code).toBe(2);
  expect(stdout.split("\r\n")).toHaveLength(1002);
  expect(stderr).toMatch(/^1000 contacts written\.\nWARNING: THESE ARE NOT ALL/);
});

test("a failed export leaves an earlier one unchanged", async () => {
  await using api = await serve(() => ({ status: 401, body: { error: "Invalid API key" } }));
  await using dir = await tempDir();
  const file = join(dir.path, "contacts.csv");
  await writeFile(file, "an earlier export");
  const { code, stderr } = await runExample("contacts-to-csv.ts", [file], api.url);
  expect(code).toBe(1);
  expect(stderr).toContain("AuthenticationError");
  expect(await readFile(file, "utf8")).toBe("an earlier export");
});

test("the bar counts the contacts", async () => {
  const contacts = Array.from({ length: 40 }, (_, index) => ({ id: `contact-${index}` }));
  await using api = await serve(() => ({ body: { data: contacts } }));
  const lines: string[] = [];
  const counted: number[] = [];
  const exported = await exportContacts(
    new Wipsy({ apiKey: "wipsy-key", baseUrl: api.url }),
    { write: async (text) => void lines.push(text), bytes: 0, sync: async () => {}, close: async () => {} },
    { add: (items) => counted.push(items), part() {}, end() {} },
  );
  expect(exported).toEqual({ count: 40, cut: undefined });
  expect(counted).toEqual([40]);
  expect(lines.join("").split("\r\n")).toHaveLength(42);
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
  expect(lineOf({ name })).toBe(`,${field},,,,,\r\n`);
});
