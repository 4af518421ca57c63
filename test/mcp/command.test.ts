import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runScript } from "../support/run.ts";
import { tempDir } from "../support/temp-dir.ts";

const key = { WIPSY_API_KEY: "test" };
const mcp = (args: readonly string[], env: NodeJS.ProcessEnv = key) =>
  runScript("scripts/cli.ts", ["mcp", ...args], env);

test.concurrent.each<[RegExp, string[], NodeJS.ProcessEnv?]>([
  [/--allow takes send, create, update, delete, campaign, not "everything"/, ["--allow", "everything"]],
  [/--max-sends must be a whole number from 1/, ["--max-sends", "0"]],
  [/--max-sends must be a whole number from 1/, ["--max-sends", "many"]],
  [/--http must be a whole number from 0 to 65535/, ["--http", "70000"]],
  [/--session nowhere.json: cannot be read \(ENOENT\)/, ["--session", "nowhere.json"]],
  [/--alow.*--allow/, ["--alow", "send"]],
  [/Set WIPSY_API_KEY, or give an agent's login with --session/, [], {}],
])("%s", async (message, args, env) => {
  const { code, out } = await mcp(args, env);
  expect(out).toMatch(message);
  expect(out.trimEnd().split("\n")).toHaveLength(1);
  expect(code).toBe(1);
});

test.concurrent("refuses a file without a session, and does not print it", async () => {
  await using dir = await tempDir();
  const file = join(dir.path, "session.json");
  for (const [content, message] of [
    ["{", /is not JSON/],
    ['{"secret":"abc"}', /session must be the result of the login/],
  ] as const) {
    await writeFile(file, content);
    const { code, out } = await mcp(["--session", file]);
    expect(out).toMatch(message);
    expect(out).not.toContain("abc");
    expect(code).toBe(1);
  }
});

test.concurrent("--help names every option", async () => {
  const { code, out } = await mcp(["--help"]);
  expect(code).toBe(0);
  for (const option of ["session", "allow", "store", "max-sends", "inferred", "http"])
    expect(out).toContain(`--${option}`);
});
