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

/** What a block may use without saying where it comes from, unless it declares it itself. */
const given = {
  wipsy: "const wipsy = new Wipsy();",
  session:
    'const session = { agent: { id: "agent-1", name: "Ana" }, session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" } };',
};

function asModule(code: string): string {
  const uses = (name: string) =>
    new RegExp(`\\b${name}\\b(?!-)`).test(code) && !new RegExp(`const ${name}\\b`).test(code);
  const missing = Object.entries(given).filter(([name]) => uses(name));
  const imported = code.includes('from "wipsy-client"')
    ? ""
    : 'import { detectChannel, isWipsyError, Wipsy } from "wipsy-client";\n';
  return `${imported}${missing.map(([, line]) => `${line}\n`).join("")}${code}\nexport {};\n`;
}

/** The TypeScript in a text's fences; in a source file, in the fences of its doc comments. */
function blocksIn(file: string): Block[] {
  const text = readFileSync(root + file, "utf8");
  const plain = file.endsWith(".ts") ? text.replace(/^ *\* ?/gm, "") : text;
  return [...plain.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    at: `${file}:${plain.slice(0, match.index).split("\n").length}`,
    code: asModule((match[1] ?? "").replaceAll("*\\/", "*/")),
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
