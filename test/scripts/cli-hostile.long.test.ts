import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { diff, generate } from "../../scripts/commands/project.ts";
import type { JsonReport } from "../../scripts/report/json.ts";
import { exitCodeOf, type Terminal } from "../../scripts/terminal.ts";
import { runInProcess } from "../support/in-process.ts";
import { type Finished, root } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";

// `npx wipsy-client` with hostile descriptions, and with problems of its output or folder.

type Json = Record<string, unknown>;

const dir = await tempDir();
afterAll(() => dir[Symbol.asyncDispose]());
let out = 0;
beforeEach(() => {
  out += 1;
});

const none = { json: false, out: undefined, project: undefined };

/** A command, as the program runs it. */
async function run(program: (terminal: Terminal) => Promise<number>): Promise<Finished> {
  return runInProcess(dir.path, (terminal) => exitCodeOf(terminal, () => program(terminal)));
}

async function write(name: string, value: unknown): Promise<string> {
  await writeFile(join(dir.path, name), JSON.stringify(value));
  return name;
}

/** The parts of a description in a report: each can be any text. */
const texts = ["server", "path", "id", "tag", "parameter", "value", "property", "reference", "version"] as const;

function described(told: Partial<Record<(typeof texts)[number], string>> = {}): Json {
  const { server = "https://example.com", path = "/a", id = "getA", tag = "Things", parameter = "q" } = told;
  const { value = "a", property = "x", reference, version = "1" } = told;
  const schema = reference === undefined ? { type: "object", properties: { [property]: {} } } : { $ref: reference };
  const responses = { 200: { description: "ok", content: { "application/json": { schema } } } };
  const parameters = [{ in: "query", name: parameter, required: id !== "getA", schema: { enum: [value, "b"] } }];
  return {
    ...{ openapi: "3.1.0", info: { title: "t", version }, servers: [{ url: server }] },
    paths: {
      [path]: { get: { operationId: id, tags: [tag], parameters, responses }, head: { operationId: `${id}2` } },
    },
  };
}

const harmful: readonly (readonly [name: string, text: string])[] = [
  ["terminal escapes", "\u001b]0;owned\u0007\u001b[2J\u009b2J\r\b\u007f"],
  ["new lines", "\n::error file=src/index.ts,line=1::hacked\n  ::add-mask::a\u2028\u2029"],
  ["commands", "::error::hacked ##[error]hacked ##vso[task.setvariable variable=PATH]x"],
  ["bidirectional text", "\u202eabc\u2066"],
];
/** Characters that no printed line may contain. */
const unsafe = /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]|^\s*::|##\w*\[/mu;

test.each(harmful)("escapes %s from a description in all output", async (_name, text) => {
  const before = await write("before.json", described());
  let printed = "";
  for (const name of texts) {
    const start = { server: "https://example.com/", path: "/a" }[name as string] ?? "";
    const after = await write("after.json", described({ [name]: start + text }));
    for (const [one, other] of [
      [before, after],
      [after, before],
    ] as const) {
      const plain = await run((terminal) => diff(one, other, none, terminal));
      const json = await run((terminal) => diff(one, other, { ...none, json: true }, terminal));
      const made = await run((terminal) => generate(one, { ...none, out: `harm${name}` }, terminal));
      printed += plain.out + made.out;
      expect(json.out, name).not.toMatch(unsafe);
      if (json.code !== 1) {
        const { changelog } = JSON.parse(json.out) as JsonReport;
        expect(changelog, name).not.toMatch(unsafe);
      }
      expect(plain.out, name).not.toMatch(unsafe);
      expect(made.out, name).not.toMatch(unsafe);
    }
  }
  // It is reported anyway.
  expect(printed).toMatch(/\\u00|\\u20/);
});

/** Two operations with the first of a chain of schemas, each made by `step` from a reference to the next. */
function row(length: number, step: (next: Json) => Json, last: Json = { type: "object", properties: { x: {} } }): Json {
  const to = (number: number) => ({ $ref: `#/components/schemas/S${number}` });
  const content = { "application/json": { schema: to(0) } };
  const schemas = Array.from({ length }, (_, index) => [`S${index}`, step(to(index + 1))]);
  return {
    ...{ openapi: "3.1.0", info: { title: "t", version: "1" }, servers: [{ url: "https://example.com" }] },
    paths: {
      "/a": {
        get: { operationId: "getA", responses: { 200: { description: "ok", content } } },
        post: { operationId: "createA", requestBody: { required: true, content }, responses: { 204: {} } },
      },
    },
    components: { schemas: { ...Object.fromEntries(schemas), [`S${length}`]: last } },
  };
}

const keywords = ["allOf", "oneOf", "anyOf"] as const;
const both = keywords.map((key) => [key, (next: Json): Json => ({ [key]: [next, next] })] as const);
const marked = { type: "object", required: ["x"], properties: { x: { type: "string", readOnly: true } } };
const wide = (next: Json): Json => {
  const properties = Object.fromEntries([..."abcdefgh"].map((name) => [name, next]));
  return { type: "object", required: Object.keys(properties), properties };
};

// Following every path from the first to the last would take more than 2^30 steps.
test.each<[string, Json]>([
  ...both.map(([key, step]): [string, Json] => [`twice by ${key}`, row(30, step)]),
  ...both.map(([key, step]): [string, Json] => [`twice by ${key}, and back`, row(30, step, step(firstSchema()))]),
  ...both.map(([key, step]): [string, Json] => [`twice by ${key}, with a mark`, row(30, step, marked)]),
  ["by eight properties that are required", row(30, wide)],
  [
    "by a chain of 2,000 properties",
    row(2000, (next) => ({ type: "object", required: ["next"], properties: { next } })),
  ],
])("follows schemas that refer to the next %s once", async (_name, description) => {
  const folder = `row${out}`;
  const first = await write("row.json", description);
  expect(await run((terminal) => generate(first, { ...none, out: folder }, terminal))).toMatchObject({ code: 0 });
  const next = await write("next.json", { ...description, info: { title: "t", version: "2" } });
  expect(await run((terminal) => generate(next, { ...none, out: folder }, terminal))).toMatchObject({ code: 0 });
});

function firstSchema(): Json {
  return { $ref: "#/components/schemas/S0" };
}

test("refuses a chain of 20,000 schemas with a clear message and writes nothing", async () => {
  const first = await write(
    "chain.json",
    row(20_000, (next) => ({ allOf: [next] })),
  );
  const { code, out: said } = await run((terminal) => generate(first, { ...none, out: "chain" }, terminal));
  expect(said).toMatch(/^The description is too deep/);
  expect(code).toBe(1);
  expect(existsSync(join(dir.path, "chain"))).toBe(false);
});

test("refuses an empty --out, as from an unset variable", async () => {
  await write("own.json", described());
  const before = await readdir(dir.path);
  const empty = { ...none, out: "" };
  for (const program of [
    (terminal: Terminal) => generate("own.json", empty, terminal),
    (terminal: Terminal) => diff("own.json", "own.json", { ...empty, project: "tsconfig.json" }, terminal),
  ]) {
    const { code, out: said } = await run(program);
    expect(said).toMatch(/^--out is empty\. Set it to the folder/);
    expect(code).toBe(1);
  }
  expect(await readdir(dir.path)).toEqual(before);
});

/** Starts the program with an output that nobody reads, or that is full. */
async function unread(args: readonly string[], stdout: "closed" | "full"): Promise<{ code: number; error: string }> {
  const full = stdout === "full" ? openSync("/dev/full", "w") : "pipe";
  const script = join(root, "scripts/cli.ts");
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script, ...args], {
    ...{ cwd: dir.path, stdio: ["ignore", full, "pipe"] },
  });
  child.stdout?.destroy();
  let error = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    error += text;
  });
  const [code] = await once(child, "close");
  return { code, error };
}

test("a closed output does not change the exit code", async () => {
  await write("one.json", described());
  await write("two.json", described({ parameter: "z", id: "getB" }));
  const folder = `unread${out}`;
  expect(await unread(["generate", "one.json", "--out", folder], "closed")).toEqual({ code: 0, error: "" });
  const isFull = existsSync("/dev/full");
  const { code, error } = await unread(["generate", "two.json", "--out", folder], isFull ? "full" : "closed");
  expect(error).toBe(isFull ? "Could not write all of the output (ENOSPC).\n" : "");
  expect(code).toBe(3);
  expect(await readFile(join(dir.path, folder, "operations.ts"), "utf8")).toContain("getB");
});
