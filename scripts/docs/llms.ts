import type { Book, Page } from "./pages.ts";

const linesOf = (pages: readonly Page[]) =>
  pages.map(({ path, title, about }) => `- [${title}](${path})${about && `: ${about}`}`).join("\n");

/** The first paragraph of a README. */
function summaryOf(readme: string): string {
  const [, paragraph = ""] = /^# [^\n]*\n\n(.*?)\n\n/s.exec(readme) ?? [];
  return paragraph.replaceAll("\n", " ");
}

/** The notice that a README quotes: what no reader should miss. */
function noticeOf(readme: string): string {
  const quoted = readme.split("\n").filter((line) => line.startsWith("> "));
  return quoted.map((line) => line.slice(2)).join(" ");
}

/** `llms.txt`: what the package is, and where its documents are, for a language model (llmstxt.org). */
export function llmsText(english: Book, spanish: Book): string {
  return `# wipsy-client

> ${summaryOf(english.readme)}

${noticeOf(english.readme)}

Sends and creations happen at most once per call. Check \`error.outcome\` before you repeat one: \`unknown\` means that it may
have been done.

## Guides

- [README](README.md): install, first send, credentials, options, limits
${linesOf(english.pages)}

## Reference

- [API.md](API.md): every method, its operation, effect and evidence
- [API reference](modules.html): every export with its types

## En español

- [README](README.es.md)
${linesOf(spanish.pages)}
`;
}
