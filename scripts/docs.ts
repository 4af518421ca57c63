import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { llmsText } from "./docs/llms.ts";
import { readBook } from "./docs/pages.ts";
import { buildSite } from "./docs/site.ts";

// `npm run docs`: the guides, the reference and llms.txt, into site/ or the folder that is named.

const root = fileURLToPath(new URL("../", import.meta.url));
const out = join(process.argv[2] ?? join(root, "site"));
const [english, spanish] = await Promise.all([readBook(root, "README.md", "en"), readBook(root, "README.es.md", "es")]);
const pages = [...english.pages, ...spanish.pages];

await rm(out, { recursive: true, force: true });
await buildSite(root, out, [
  ...pages,
  { path: "API.md", title: "Every method", about: "", language: "en" },
  { path: "README.es.md", title: "wipsy-client en español", about: "", language: "es" },
]);
// What llms.txt leads to, as Markdown.
for (const path of ["README.md", "README.es.md", "API.md", ...pages.map((page) => page.path)])
  await cp(join(root, path), join(out, path));
await writeFile(join(out, "llms.txt"), llmsText(english, spanish));
console.log(`Wrote ${join(out, "index.html")} and llms.txt.`);
