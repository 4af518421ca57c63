import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A piece of TypeScript that some document shows. */
export interface Block {
  /** File and line where it stands. */
  readonly at: string;
  /** The piece as a module of its own. */
  readonly code: string;
}

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A client stands in every document before the pieces that use it. */
const client = 'import { Wipsy as Client } from "wipsy-client";\nconst wipsy = new Client();\n';

/** The piece as a module: with a client, and with the session that an earlier piece of the same document shows. */
function asModule(code: string, earlier: string): string {
  const needs = (name: string) =>
    new RegExp(`\\b${name}\\b(?!-)`).test(code) && !new RegExp(`const ${name}\\b`).test(code);
  const [shown = ""] = /^const session: AgentSession = \{.*?^\};$/ms.exec(earlier) ?? [];
  const session = shown && `import type { AgentSession } from "wipsy-client";\n${shown}\n`;
  return `${needs("wipsy") ? client : ""}${needs("session") ? session : ""}${code}\nexport {};\n`;
}

/** The TypeScript in a text's fences; in a source file, in the fences of its doc comments. */
function blocksIn(file: string): Block[] {
  const text = readFileSync(root + file, "utf8");
  const plain = file.endsWith(".ts") ? text.replace(/^ *\* ?/gm, "") : text;
  return [...plain.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    at: `${file}:${plain.slice(0, match.index).split("\n").length}`,
    code: asModule((match[1] ?? "").replaceAll("*\\/", "*/"), plain.slice(0, match.index)),
  }));
}

function sources(folder: string): string[] {
  return readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`);
}

/** Every block of the documents and of the doc comments. */
export function allBlocks(): Block[] {
  return ["README.md", "README.es.md", ...sources("src"), "generated/resources.ts"].flatMap(blocksIn);
}
