import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A guide. */
export interface Page {
  /** Path as seen from the repository. */
  readonly path: string;
  readonly title: string;
  /** What it is about, in a few words. */
  readonly about: string;
  readonly language: "en" | "es";
}

/** What a README and the guides that it names make, in its order. */
export interface Book {
  readonly readme: string;
  readonly pages: readonly Page[];
}

const titleOf = (text: string) => /^# (.*)$/m.exec(text)?.[1] ?? "";

/** The paths under docs/ that a text links to, each once, in the order of its list of guides. */
function guidesIn(text: string): string[] {
  const list = /^## (?:Guides|Guías)\n(.*?)(?=^## )/ms.exec(text)?.[1] ?? "";
  return [...new Set([...list.matchAll(/\]\((docs\/[\w/-]+\.md)\)/g)].map((match) => match[1] ?? ""))];
}

/** Reads a README and its guides. */
export async function readBook(root: string, name: string, language: Page["language"]): Promise<Book> {
  const readme = await readFile(join(root, name), "utf8");
  const pages = await Promise.all(
    guidesIn(readme).map(async (path) => {
      const about = new RegExp(`\\(${path}\\) \\| (.*?) \\|`).exec(readme)?.[1] ?? "";
      return { path, title: titleOf(await readFile(join(root, path), "utf8")), about, language };
    }),
  );
  return { readme, pages };
}
