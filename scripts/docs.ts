import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSite, type Page } from "./docs/site.ts";

// `npm run docs` writes the guides, the reference and llms.txt (llmstxt.org) to site/ or to the given folder.

const root = fileURLToPath(new URL("../", import.meta.url));
const out = process.argv[2] ?? join(root, "site");
const read = (name: string) => readFileSync(join(root, name), "utf8");

/** The guides that a README lists, in that order. */
function guidesIn(readme: string): Page[] {
  const list = /^## (?:Guides|Guías)\n(.*?)^## /ms.exec(read(readme))?.[1] ?? "";
  const links = [...list.matchAll(/\]\((docs\/[\w/-]+\.md)\)(?: \| (.*?) \|)?/g)];
  return links.map(([, path = "", about = ""]) => ({ path, about, title: /^# (.*)$/m.exec(read(path))?.[1] ?? path }));
}

const readme: Page = { path: "README.md", title: "README", about: "install, first send, credentials, options, limits" };
const pages: Page[] = [
  ...guidesIn("README.md"),
  { path: "API.md", title: "Every method", about: "operation, effect and evidence" },
  { path: "README.es.md", title: "wipsy-client en español", about: "" },
  ...guidesIn("README.es.md"),
];

rmSync(out, { recursive: true, force: true });
await buildSite(root, out, pages);
// Markdown too, because llms.txt links to it.
for (const { path } of [readme, ...pages]) cpSync(join(root, path), join(out, path));
const { description } = JSON.parse(read("package.json")) as { description: string };
const links = [readme, ...pages].map(({ path, title, about }) => `- [${title}](${path})${about && `: ${about}`}`);
writeFileSync(
  join(out, "llms.txt"),
  `# wipsy-client

> ${description}

Sends and creations happen at most once per call. Check \`error.outcome\` before you repeat one: \`unknown\` means that the
server may have done it.

## Documents

${links.join("\n")}
`,
);
console.log(`Wrote ${join(out, "index.html")} and llms.txt.`);
