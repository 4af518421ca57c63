import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** How a sample is run: as a module, or by a test runner that it imports. */
export type Runner = "module" | "vitest" | "node:test";

/** A sample that a document or a doc comment shows. */
export interface Block {
  /** File and line where it stands. */
  readonly at: string;
  /** As it is shown. */
  readonly shown: string;
  /** The sample as a module of its own. */
  readonly code: string;
  readonly runner: Runner;
}

export const root = fileURLToPath(new URL("../../", import.meta.url));

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(ending))
    .toSorted();
}

/** The guides, in English and in Spanish. */
export const guides = filesIn("docs", ".md");

/** What samples use without declaring it: each name with the code that a page shows once, or that the tests provide. */
const given: Readonly<Record<string, string>> = {
  wipsy: 'import { Wipsy as Client } from "wipsy-client";\nconst wipsy = new Client();',
  agent: `import { Wipsy as AgentClient } from "wipsy-client";
const agent = new AgentClient().agent({
  session: {
    agent: { id: "agent-1", name: "Ana", role: "agent" },
    session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
  },
});`,
};

function asModule(code: string): string {
  const needs = (name: string) =>
    new RegExp(`(?<![-./\\w])${name}\\b(?![-:])`).test(code) &&
    !new RegExp(`\\b(const|let|function) ${name}\\b`).test(code);
  const names = Object.keys(given).filter(needs);
  return `${names.map((name) => `${given[name]}\n`).join("")}${code}\nexport {};\n`;
}

function runnerOf(code: string): Runner {
  if (code.includes('from "vitest"')) return "vitest";
  return code.includes('from "node:test"') ? "node:test" : "module";
}

/** The samples in a text's fences; in a source file, in the fences of its doc comments. Deno's need Deno. */
export function blocksIn(file: string): Block[] {
  const text = readFileSync(root + file, "utf8");
  const plain = file.endsWith(".ts") ? text.replace(/^ *\* ?/gm, "") : text;
  return [...plain.matchAll(/^```(?:ts|js)\n(.*?)^```$/gms)]
    .map((match) => ({ line: plain.slice(0, match.index).split("\n").length, shown: match[1] ?? "" }))
    .filter(({ shown }) => !shown.includes("Deno."))
    .map(({ line, shown }) => {
      const code = shown.replaceAll("*\\/", "*/");
      return { at: `${file}:${line}`, shown, code: asModule(code), runner: runnerOf(code) };
    });
}

/** Every sample of the documents and of the doc comments. */
export function allBlocks(): Block[] {
  return ["README.md", "README.es.md", ...guides, ...filesIn("src", ".ts"), "generated/resources.ts"].flatMap(blocksIn);
}
