import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { mockApi } from "wipsy-client/testing";
import { csvOf } from "../../src/cli/export/format.ts";
import { exportPages } from "../../src/cli/export/list.ts";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { run } from "./run.ts";

const header = "id,name,last_name,phone,email,stage,tags";

test("writes the mock's contacts to standard output", async () => {
  const { code, stdout, stderr } = await run(["contacts", "export"], { url: inject("prismUrl") });
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
  const { code, stdout, stderr } = await run(["contacts", "export", file], { url: api.url });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("THESE MAY NOT BE ALL");
  expect(api.seen.map((seen) => seen.url)).toEqual(["/api-get-contacts?limit=500"]);
  expect((await readFile(file, "utf8")).split("\r\n")).toHaveLength(502);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(dir.path)).toEqual(["contacts.csv"]);
});

test("writes an incomplete list to standard output with its own exit code", async () => {
  const contacts = Array.from({ length: 1000 }, (_, index) => ({ id: `contact-${index}` }));
  await using api = await serve(() => ({ body: { data: contacts } }));
  const { code, stdout, stderr } = await run(["contacts", "export"], { url: api.url });
  expect(code).toBe(2);
  expect(stdout.split("\r\n")).toHaveLength(1002);
  expect(stderr).toMatch(/^1,000 contacts written\.\nWARNING: THESE MAY NOT BE ALL/);
});

test("a failed export leaves an earlier one unchanged", async () => {
  await using api = await serve(() => ({ status: 401, body: { error: "Invalid API key" } }));
  await using dir = await tempDir();
  const file = join(dir.path, "contacts.csv");
  await writeFile(file, "an earlier export");
  const { code, stderr } = await run(["contacts", "export", file], { url: api.url });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^getContacts: .*401.*WIPSY_API_KEY.*\n$/);
  expect(await readFile(file, "utf8")).toBe("an earlier export");
});

test("counts the contacts for the bar", async () => {
  const contacts = Array.from({ length: 40 }, (_, index) => ({ id: `contact-${index}` }));
  await using api = await serve(() => ({ body: { data: contacts } }));
  const lines: string[] = [];
  const counted: number[] = [];
  const exported = await exportPages(
    new Wipsy({ apiKey: "wipsy-key", baseUrl: api.url }).contacts.iterate().pages(),
    csvOf({ id: ({ id }) => id }),
    { write: async (text) => void lines.push(text), bytes: 0, sync: async () => {}, close: async () => {} },
    { add: (items) => counted.push(items), part() {}, end() {} },
  );
  expect(exported).toEqual({ count: 40, isCut: false });
  expect(counted).toEqual([40]);
  expect(lines.join("").split("\r\n")).toHaveLength(42);
});

test("--json writes JSON Lines, and a summary as JSON", async () => {
  const contacts = [
    { id: "contact-1", name: "Ana", tags: [{ name: "VIP" }] },
    { id: "contact-2", custom_fields: [{ city: "Bogotá" }] },
  ];
  await using api = await serve(() => ({ body: { data: contacts } }));
  const { code, stdout, stderr } = await run(["contacts", "export", "--json"], { url: api.url });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '{"contacts":2,"complete":true}\n' });
  expect(stdout.split("\n").map((line) => line && JSON.parse(line))).toEqual([...contacts, ""]);
});

test("chats export writes chats, to a .jsonl file as JSON Lines", async () => {
  const api = mockApi();
  for (let number = 100; number < 103; number += 1) api.receive({ from: `+573001112${number}`, content: "Hola" });
  const { url, close } = await api.listen();
  await using dir = await tempDir();
  const file = join(dir.path, "chats.jsonl");
  const [asCsv, asLines] = await Promise.all([
    run(["chats", "export"], { url }),
    run(["chats", "export", file], { url }),
  ]);
  await close();
  expect(asCsv).toMatchObject({ code: 0, stderr: "3 chats written.\n" });
  const [top, first = ""] = asCsv.stdout.split("\r\n");
  expect(top).toBe("id,channel,status,customer,phone,last_message_at,created_at");
  expect(first).toMatch(new RegExp(`^${api.chats.at(-1)?.id},whatsapp,\\w+,.*,\\+573001112102,`));
  expect(asLines).toEqual({ code: 0, stdout: "", stderr: "3 chats written.\n" });
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).id)).toEqual(api.chats.map(({ id }) => id).reverse());
});

test("says in Spanish that there may be more", async () => {
  const contacts = Array.from({ length: 500 }, (_, index) => ({ id: `contact-${index}` }));
  await using api = await serve(() => ({ body: { data: contacts } }));
  const { code, stderr } = await run(["contacts", "export"], { url: api.url, env: { LANG: "es_CO.UTF-8" } });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^Exportación: 500 contactos\.\nAVISO: QUIZÁS NO SEAN TODOS/);
});

test("ends with 130 when its reader closes the pipe", async () => {
  const contacts = Array.from({ length: 500 }, (_, index) => ({ id: `contact-${index}`, name: "Ana".repeat(1000) }));
  await using api = await serve(() => ({ body: { data: contacts } }));
  const ended = run(["contacts", "export"], { url: api.url, onStart: ({ stdout }) => void stdout.destroy() });
  expect(await ended).toEqual({ code: 130, stdout: "", stderr: "Stopped.\n" });
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
  const format = csvOf<{ name: string }>({ id: () => undefined, name: (contact) => contact.name });
  expect(format.linesOf([{ name }])).toBe(`,${field}\r\n`);
});
