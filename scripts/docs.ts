import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { guidesIn, llmsText, type Page } from "./docs/llms.ts";
import { buildSite } from "./docs/site.ts";

// `npm run docs`: the guides, the reference and llms.txt, into site/ or the folder that is named.

const root = fileURLToPath(new URL("../", import.meta.url));
const out = process.argv[2] ?? join(root, "site");
const read = (name: string) => readFileSync(join(root, name), "utf8");
const titleOf = (path: string) => /^# (.*)$/m.exec(read(path))?.[1] ?? path;
const pages: Page[] = [
  ...guidesIn(read("README.md"), titleOf),
  { path: "API.md", title: "Every method", about: "its operation, its effect, and how well it is known" },
  { path: "README.es.md", title: "wipsy-client en español", about: "" },
  ...guidesIn(read("README.es.md"), titleOf),
];
const readme: Page = { path: "README.md", title: "README", about: "install, first send, credentials, options, limits" };

rmSync(out, { recursive: true, force: true });
await buildSite(root, out, pages);
// As Markdown too: llms.txt leads there.
for (const { path } of [readme, ...pages]) cpSync(join(root, path), join(out, path));
const { description } = JSON.parse(read("package.json")) as { description: string };
writeFileSync(join(out, "llms.txt"), llmsText(description, [readme, ...pages]));
console.log(`Wrote ${join(out, "index.html")} and llms.txt.`);
