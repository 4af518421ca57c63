import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { rowsOf } from "../../scripts/generate/rows.ts";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import { guides, root } from "./blocks.ts";

// What the documents claim, compared with the code.

const read = (name: string) => readFileSync(root + name, "utf8");
const description = await bundledDescription();
const { rows } = rowsOf(description);

function countsOf(marks: readonly (string | undefined)[]): number[] {
  return ["documented", "partial", "inferred"].map(
    (mark) => marks.filter((one) => (one ?? "documented") === mark).length,
  );
}

test("docs/api-coverage.md counts operations and schemas by their evidence", () => {
  const schemas = Object.values(description.components?.schemas ?? {}) as { "x-evidence"?: string }[];
  const operations = countsOf(rows.map((row) => row.operation.evidence));
  const page = read("docs/api-coverage.md");
  expect(page).toContain(`| operations | ${operations.join(" | ")} |`);
  expect(page).toContain(`| schemas | ${countsOf(schemas.map((one) => one["x-evidence"])).join(" | ")} |`);
  expect(read("README.md")).toContain(`${operations[0]} of ${rows.length} operations are documented`);
  expect(read("README.es.md")).toContain(`${operations[0]} de ${rows.length} operaciones`);
});

test("docs/api-coverage.md lists the operations that are not inferred, each with its evidence", () => {
  const table = read("docs/api-coverage.md").split("## Inferred operations")[0] ?? "";
  for (const { operation } of rows) {
    const line = table.split("\n").find((one) => one.startsWith(`| \`${operation.id}\` |`));
    if (operation.evidence === "inferred") expect(line).toBeUndefined();
    else expect(line).toContain(`| ${operation.evidence}`);
  }
});

test("API.md names every method, and nothing else", () => {
  const { idempotency: _store, ...wipsy } = new Wipsy();
  const agent = wipsy.agent({ session: { agent: {}, session: { token: "t", expires_at: "2030-01-01T00:00:00Z" } } });
  const methodsOf = (name: string, handle: object) =>
    Object.entries(handle)
      .filter(([, namespace]) => typeof namespace === "object")
      .flatMap(([namespace, methods]) => Object.keys(methods).map((method) => `${name}.${namespace}.${method}`));
  const listed = [...read("API.md").matchAll(/^\| `([\w.]+)\(/gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual([...methodsOf("wipsy", wipsy), ...methodsOf("agent", agent)].sort());
});

test.each(["README.md", "README.es.md", "CONTRIBUTING.md", ...guides])(
  "every npm script that %s names exists",
  (name) => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const commands = /(?:^npm run |(?<=`|&& |=… )npm (?:run )?)([a-z][\w:-]*)/gm;
    const named = [...read(name).matchAll(commands)].map((match) => match[1] ?? "");
    const builtIn = ["ci", "cit", "init", "install", "audit", "pack"];
    for (const script of named) if (!builtIn.includes(script)) expect(scripts).toHaveProperty([script]);
  },
);

test("README names every option of a client", () => {
  let message = "";
  try {
    new Wipsy({ unknown: true } as never);
  } catch (error) {
    message = (error as Error).message;
  }
  const options = message
    .replace(/.*valid options: /, "")
    .replace(/\.$/, "")
    .split(", ");
  expect(options.length).toBeGreaterThan(5);
  for (const option of options) expect(read("README.md")).toContain(`| \`${option}\` |`);
});

test("the guides to errors name every error class", async () => {
  const { WipsyError, ...exported } = await import("wipsy-client");
  const classes = Object.entries(exported).filter(([, one]) => Object.prototype.isPrototypeOf.call(WipsyError, one));
  expect(classes.length).toBeGreaterThan(8);
  for (const page of ["docs/errors.md", "docs/es/errors.md"])
    for (const [name] of classes) expect(read(page)).toContain(`| \`${name}\` |`);
});

test("README and the guide to security name the version of openapi-fetch that is built in", () => {
  const { version } = JSON.parse(read("node_modules/openapi-fetch/package.json")) as { version: string };
  for (const page of ["README.md", "README.es.md", "docs/security.md"]) expect(read(page)).toContain(version);
});

test.each(["commander", "csv-parse", "csv-stringify"])("README names the version of %s that is built in", (name) => {
  const { version } = JSON.parse(read(`node_modules/${name}/package.json`)) as { version: string };
  for (const page of ["README.md", "README.es.md"]) expect(read(page)).toContain(`${name} ${version}`);
  expect(read("LICENSE")).toContain(name);
});

test("the guide to the command line names every command, option and exit code", async () => {
  const { clientProgram } = await import("../../src/cli/program.ts");
  const { exitCodes } = await import("../../src/cli/failure.ts");
  const { textsIn } = await import("../../src/cli/texts/language.ts");
  const page = read("docs/command-line.md");
  const { commands } = clientProgram(textsIn("en"), () => () => {});
  const own = commands.flatMap((command) => (command.commands.length > 0 ? [...command.commands] : [command]));
  expect(own).toHaveLength(7);
  for (const command of commands) expect(page).toContain(`npx wipsy-client ${command.name()} `);
  const options = own.flatMap((command) => command.options.map(({ long }) => long ?? ""));
  for (const option of options.filter((one) => !["--rate", "--for"].includes(one))) expect(page).toContain(option);
  for (const code of Object.values(exitCodes)) expect(page).toContain(`| ${code} |`);
});

test("the guides show the client for Deno that the runtimes are tested with", () => {
  const shown = "Deno.createHttpClient({ poolMaxIdlePerHost: 0 })";
  for (const page of ["docs/runtimes.md", "docs/es/errors.md", "test/runtimes/entries/deno-without-idle.ts"])
    expect(read(page)).toContain(shown);
});
