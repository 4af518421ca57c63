/** A document of the site. */
export interface Page {
  /** Path as seen from the repository. */
  readonly path: string;
  readonly title: string;
  /** What it is about, where README says so. */
  readonly about: string;
}

/** The guides that a README lists, in its order. `titleOf` reads a guide's heading. */
export function guidesIn(readme: string, titleOf: (path: string) => string): Page[] {
  const list = /^## (?:Guides|Guías)\n(.*?)^## /ms.exec(readme)?.[1] ?? "";
  const links = [...list.matchAll(/\]\((docs\/[\w/-]+\.md)\)(?: \| (.*?) \|)?/g)];
  return links.map(([, path = "", about = ""]) => ({ path, title: titleOf(path), about }));
}

/** `llms.txt`: what the package is, and where its documents are, for a language model (llmstxt.org). */
export function llmsText(about: string, pages: readonly Page[]): string {
  const lines = pages.map(({ path, title, about }) => `- [${title}](${path})${about && `: ${about}`}`);
  return `# wipsy-client

> ${about}

Sends and creations happen at most once per call. Check \`error.outcome\` before you repeat one: \`unknown\` means that it may
have been done.

## Documents

${lines.join("\n")}
`;
}
