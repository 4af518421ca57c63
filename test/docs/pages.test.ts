import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { blocksIn, guides, root } from "./blocks.ts";

// How the documents are written: length, links, wording, and that translations show the same samples.

const read = (name: string) => readFileSync(root + name, "utf8");
const documents = ["README.md", "README.es.md", "CONTRIBUTING.md", "CHANGELOG.md", "API.md", ...guides];
const translated = guides.filter((name) => name.startsWith("docs/es/"));

/** Without its fences, in which `#` begins a comment. */
const prose = (name: string) => read(name).replace(/^```.*?^```$/gms, "");

test.each([
  ["README.md", 220],
  ["README.es.md", 220],
  ["CONTRIBUTING.md", 120],
])("%s has at most %i lines", (name, most) => {
  expect(read(name).trimEnd().split("\n").length).toBeLessThanOrEqual(most);
});

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(name: string): string[] {
  return [...prose(name).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function linksOf(name: string): string[] {
  return [...prose(name).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? "")
    .filter((link) => !/^[a-z]+:/.test(link));
}

test.each(documents)("every relative link in %s leads to a file and a heading", (name) => {
  const broken = linksOf(name).filter((link) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? name : normalize(join(dirname(name), path));
    return !existsSync(root + target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
  });
  expect(broken).toEqual([]);
});

test("README links to every guide, and README.es.md to every Spanish one", () => {
  for (const guide of guides)
    expect(linksOf(translated.includes(guide) ? "README.es.md" : "README.md")).toContain(guide);
});

test("README has the words that people search for", () => {
  const words = ["retries", "exponential backoff", "full jitter", "pagination", "middleware", "hook", "rate limit"];
  for (const word of [...words, "proxy", "at most once", "idempotency", "Retry-After", "webhook", "mock"])
    expect(read("README.md").toLowerCase()).toContain(word.toLowerCase());
});

/** Turns of phrase that have a plainer one: see CONTRIBUTING. */
const banned = [
  /\b(is|are) none\b/i,
  /\b(is|are) no [a-z]/i,
  /\bwhat is no\b/i,
  /\bwhat (cannot|is not) .* is\b/i,
  /time-out/i,
  /as many times/i,
  /\bbesides\.$/im,
  /\bat random up to\b/i,
];

test.each(documents.filter((name) => name !== "API.md" && !name.includes(".es") && !translated.includes(name)))(
  "%s is written in plain words",
  (name) => {
    for (const phrase of banned) expect(prose(name).match(phrase)?.[0]).toBeUndefined();
  },
);

/** The tokens of a sample, without its comments and with every text empty: what stays the same in any language. */
function outlineOf(code: string): string {
  const source = ts.createSourceFile("sample.ts", code, ts.ScriptTarget.Latest, true);
  const tokens: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isJSDoc(node)) return;
    if (node.getChildCount() > 0) for (const child of node.getChildren()) visit(child);
    else tokens.push(ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node) ? '""' : node.getText());
  };
  visit(source);
  return tokens.join(" ");
}

describe("translations", () => {
  test.each(translated)("%s shows the samples of the English page", (name) => {
    const outlines = (page: string) => blocksIn(page).map(({ shown }) => outlineOf(shown));
    expect(outlines(name)).toEqual(outlines(name.replace("docs/es/", "docs/")));
  });

  test("the English pages link to them", () => {
    for (const name of translated)
      expect(linksOf(name.replace("docs/es/", "docs/"))).toContain(name.replace("docs/", ""));
    for (const name of translated) expect(linksOf(name)).toContain(name.replace("docs/es/", "../"));
  });
});
