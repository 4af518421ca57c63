import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumArgs, start } from "../runtimes/programs.ts";
import { ways } from "../runtimes/runtimes.ts";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { guides, root } from "./blocks.ts";

// The site that `npm run docs` builds: its links, and what a browser makes of it.

const run = promisify(execFile);
const word = "idempotent";
let site = "";
let folder: Awaited<ReturnType<typeof tempDir>>;

beforeAll(async () => {
  folder = await tempDir();
  site = join(folder.path, "site");
  await run(process.execPath, ["--import", "tsx", "scripts/docs.ts", site], { cwd: root });
});
afterAll(() => folder[Symbol.asyncDispose]());

const read = (name: string) => readFileSync(join(site, name), "utf8");
const pagesOf = () =>
  readdirSync(site, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".html"));

/** The files and anchors that a page links to, within the site. */
function targetsOf(name: string): [path: string, anchor: string][] {
  return [...read(name).matchAll(/ (?:href|src)="([^"]*)"/g)]
    .map((match) => (match[1] ?? "").replaceAll("&amp;", "&"))
    .filter((link) => link !== "" && !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = "", anchor = ""] = link.split("#");
      return [
        path === "" ? name : normalize(join(dirname(name), decodeURIComponent(path))),
        decodeURIComponent(anchor),
      ];
    });
}

test("no link on the site is broken", () => {
  const pages = pagesOf();
  expect(pages.length).toBeGreaterThan(60);
  const ids = new Map<string, Set<string>>();
  const idsOf = (name: string) => {
    const known = ids.get(name) ?? new Set([...read(name).matchAll(/ id="([^"]*)"/g)].map((match) => match[1] ?? ""));
    ids.set(name, known);
    return known;
  };
  const broken = pages.flatMap((page) =>
    targetsOf(page)
      .filter(([path, anchor]) => {
        if (!existsSync(join(site, path))) return true;
        return anchor !== "" && path.endsWith(".html") && !idsOf(path).has(anchor);
      })
      .map(([path, anchor]) => `${page}: ${path}#${anchor}`),
  );
  expect(broken).toEqual([]);
});

test("llms.txt links to every guide", () => {
  const text = read("llms.txt");
  for (const guide of [...guides, "README.md", "README.es.md", "API.md"]) {
    expect(text).toContain(`](${guide})`);
    expect(existsSync(join(site, guide))).toBe(true);
  }
});

interface Seen {
  readonly pages: readonly { path: string; wide: boolean; small: number; colors: number[] }[];
  /** Links of the navigation that lead nowhere. */
  readonly navigation: readonly string[];
  /** How many it has. */
  readonly count: number;
  /** What the search finds. */
  readonly found: readonly string[];
}

const types: Readonly<Record<string, string>> = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
};

/** What a browser sees of the site. */
async function seenBy(program: string): Promise<Seen> {
  await using profile = await tempDir();
  const named = ["documents/", "modules/"].flatMap((folder) => pagesOf().filter((name) => name.startsWith(folder)));
  const pages = ["index.html", "functions/wipsy-client.detectChannel.html", ...named].map(
    (name) => `/${encodeURI(name)}`,
  );
  let tell: (seen: Seen) => void = () => {};
  const posted = new Promise<Seen>((resolve) => {
    tell = resolve;
  });
  await using server = await serve(({ url, method, body }) => {
    const path = decodeURIComponent(url.split("?")[0] ?? "").slice(1);
    if (method === "POST") tell(JSON.parse(body));
    if (path === "task.json") return { body: { pages, word } };
    const html = { "content-type": "text/html; charset=utf-8" };
    if (path === "test") return { headers: html, body: '<body><script type="module" src="/test.js"></script>' };
    if (path === "test.js")
      return {
        headers: { "content-type": "text/javascript" },
        body: readFileSync(`${root}test/docs/site-browser.js`, "utf8"),
      };
    if (!existsSync(join(site, path))) return { status: 404 };
    const type = types[path.split(".").at(-1) ?? ""] ?? "text/plain";
    return { headers: { "content-type": `${type}; charset=utf-8` }, body: read(path) };
  });
  const args = [...chromiumArgs, `--user-data-dir=${profile.path}`, "--remote-debugging-port=0", `${server.url}/test`];
  await using started = start(program, args, profile.path);
  return await Promise.race([posted, started.ended]);
}

test("a phone shows every page within its width, with colored samples, and the search finds a word", async () => {
  const found = await ways.Chromium.find();
  if (!("program" in found)) return console.warn(`NOT SEEN BY A BROWSER: ${found.missing}`);
  const seen = await seenBy(found.program);
  expect(seen.pages.length).toBeGreaterThan(guides.length);
  expect(seen.pages.filter(({ wide }) => wide).map(({ path }) => path)).toEqual([]);
  expect(seen.pages.filter(({ small }) => small > 0).map(({ path }) => path)).toEqual([]);
  const samples = seen.pages.flatMap(({ path, colors }) => colors.map((count) => ({ path, count })));
  expect(samples.length).toBeGreaterThan(60);
  expect(samples.filter(({ count }) => count < 2)).toEqual([]);
  expect(seen.navigation).toEqual([]);
  expect(seen.count).toBeGreaterThan(guides.length);
  expect(seen.found.length).toBeGreaterThan(0);
});
