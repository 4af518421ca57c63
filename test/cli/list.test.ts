import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { recipientIn } from "../../src/cli/many/cells.ts";
import { type List, readList } from "../../src/cli/many/list.ts";
import { textsIn } from "../../src/cli/texts/language.ts";
import { tempDir } from "../support/temp-dir.ts";

// How lists are read: encodings, separators, and what spreadsheets do to cells.

const dir = await tempDir();
afterAll(() => dir[Symbol.asyncDispose]());
let files = 0;

async function listOf(content: string | Uint8Array, message = "Hola {name}"): Promise<List> {
  files += 1;
  const file = join(dir.path, `list-${files}.csv`);
  await writeFile(file, content);
  return readList(file, message, textsIn("en"));
}

async function rowsIn(content: string | Uint8Array, message?: string): Promise<object[]> {
  const rows: object[] = [];
  for await (const row of (await listOf(content, message)).rows()) rows.push(row);
  return rows;
}

const expected = [
  { to: "+573001110001", name: "José" },
  { to: "+573001110002", name: "Pérez; Ana, hija" },
];
const csv = 'name,to\r\nJosé,+573001110001\r\n"Pérez; Ana, hija",+573001110002\r\n';
const semicolons = csv.replaceAll(/,(?=to|\+)/g, ";");

test.each<[string, string | Uint8Array]>([
  ["commas", csv],
  ["semicolons", semicolons],
  ["tabs", csv.replaceAll(/,(?=to|\+)/g, "\t")],
  ["line feeds alone", csv.replaceAll("\r", "")],
  ["carriage returns alone", csv.replaceAll("\n", "")],
  ["no end of the last line", csv.trimEnd()],
  ["a byte order mark", `\ufeff${csv}`],
  ["Windows-1252", Buffer.from(semicolons, "latin1")],
  ["UTF-16 with tabs", Buffer.from(`\ufeff${csv.replaceAll(/,(?=to|\+)/g, "\t")}`, "utf16le")],
  ["Excel's line that names the separator", `sep=;\r\n${semicolons}`],
  ["other columns", csv.replaceAll(/(?<=to|\+57300111000\d)/g, ",more")],
  ["empty rows", csv.replaceAll("\r\n", "\r\n\r\n,\r\n")],
  ["capitals and spaces in the header", csv.replace("name,to", " Name , TO ")],
  [
    "apostrophes and formulas that keep a phone as text",
    csv.replace("+573001110001", "'+573001110001").replace("+573001110002", '="+573001110002"'),
  ],
])("reads a list with %s", async (_what, content) => expect(await rowsIn(content)).toEqual(expected));

test.each([
  ["phone", "phone"],
  ["Teléfono", "Tele\u0301fono"],
  ["telefono", "telefono"],
])("finds the recipients in the column %s", async (_name, column) => {
  expect(await rowsIn(`${column}\n+573001110001\n`, "Hola")).toEqual([{ to: "+573001110001" }]);
});

test("takes the column to before the others", async () => {
  expect(await rowsIn("phone,to\n1,ig_828925823321473\n", "Hola")).toEqual([{ to: "ig_828925823321473" }]);
});

test.each([
  ["to\n+573001110001\n", "{name}"],
  ["name\nAna\n", "no column to or phone"],
  ["", "no column to or phone"],
  ["phone,telefono,name\n1,2,Ana\n", "several columns"],
  ["to,name,Name\n1,Ana,Eva\n", "two columns for {name}"],
  ["to,name\n+573001110001,Ana\n\n5.73001E+11,Luis\n", "Row 4: the spreadsheet has rounded"],
  ["to;name\n5,73001E+11;Luis\n", "Row 2: the spreadsheet has rounded"],
  ["to,name\n573001110001.0,Luis\n", "Row 2: the phone has decimals"],
  ["to,name\n+573001110001,Pérez, Ana\n", "Row 2: more cells"],
  ['to,name\n+573001110001,"Ana\n', "Row 2: a quote is not closed"],
])("refuses %j", async (content, said) => {
  const error = await listOf(content).then(
    () => undefined,
    (thrown: Error) => thrown.message,
  );
  expect(error).toContain(said);
  expect(error).not.toMatch(/Ana|Luis|57300111000/);
});

test("names at most ten damaged rows", async () => {
  const bad = "5.73001E+11,Ana\n".repeat(30);
  await expect(listOf(`to,name\n${bad}`)).rejects.toThrow(/^(Row \d+: .*(\n|$)){10}$/);
});

test("refuses {key} and {channel}, which have a meaning for a campaign", async () => {
  for (const name of ["key", "channel"])
    await expect(listOf(`to,${name}\n+573001110001,a\n`, `Hola {${name}}`)).rejects.toThrow(`{${name}}`);
});

test("counts rows as the spreadsheet does", async () => {
  const list = await listOf("to,name\n+573001110001,Ana\n\n,\n+573001110002,Luis\n,\n+573001110003,Eva\n");
  expect([list.size, ...[1, 2, 3].map(list.rowOf)]).toEqual([3, 2, 5, 7]);
});

test.each([
  ["+57 300 111-0001", { to: "+57 300 111-0001" }],
  ["300.111.0001", { to: "300.111.0001" }],
  ["'+573001110001", { to: "+573001110001" }],
  ['="573001110001"', { to: "573001110001" }],
  ["5.73E11", { damage: "scientific" }],
  ["5,73001E+11", { damage: "scientific" }],
  ["573001110001.00", { damage: "decimal" }],
  ["573001110001,0", { damage: "decimal" }],
  ["ig_1", { to: "ig_1" }],
])("the cell %j is %o", (cell, found) => expect(recipientIn(cell)).toEqual(found));

test("reads a list of 50,000 rows piece by piece", async () => {
  const lines = Array.from({ length: 50_000 }, (_, index) => `+57300${1_000_000 + index},Ñandú ${index}\n`);
  const list = await listOf(`to,name\n${lines.join("")}`);
  let count = 0;
  for await (const { to, name } of list.rows()) {
    if (to !== `+57300${1_000_000 + count}` || name !== `Ñandú ${count}`) throw new Error(`row ${count}`);
    count += 1;
  }
  expect([count, list.size, list.rowOf(50_000)]).toEqual([50_000, 50_000, 50_001]);
});
