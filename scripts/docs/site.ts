import { basename, join } from "node:path";
import {
  Application,
  Converter,
  type DeclarationReflection,
  type DocumentReflection,
  OptionDefaults,
  ReflectionKind,
  type TypeDocOptions,
} from "typedoc";
import type { Page } from "./pages.ts";

const groups = { en: "Guides", es: "Guías en español" } as const;

const optionsFor = (root: string, out: string, pages: readonly Page[]): TypeDocOptions => ({
  tsconfig: join(root, "tsconfig.json"),
  entryPoints: ["src/index.ts", "src/feed/index.ts", "src/raw/index.ts"].map((name) => join(root, name)),
  projectDocuments: pages.map(({ path }) => join(root, path)),
  readme: join(root, "README.md"),
  out,
  name: "wipsy-client",
  customCss: join(root, "scripts/docs/site.css"),
  // A document's own heading is enough.
  headings: { readme: false, document: false },
  sortEntryPoints: false,
  groupOrder: [groups.en, "Modules", groups.es],
  navigation: { includeGroups: true },
  blockTags: [...OptionDefaults.blockTags, "@description"],
  searchInComments: true,
  searchInDocuments: true,
  highlightLanguages: ["ts", "js", "sh"],
  lightHighlightTheme: "github-light-high-contrast",
  darkHighlightTheme: "github-dark-high-contrast",
  disableSources: true,
  githubPages: true,
  // Types of the description's own are reached through what is exported.
  validation: { notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: false },
  treatValidationWarningsAsErrors: true,
  logLevel: "Warn",
});

/** Names a document after its heading, and puts it under its language. */
function present(document: DocumentReflection, pages: readonly Page[], file: string | undefined): void {
  const page = pages.find(({ path }) => file?.endsWith(`/${path}`));
  if (page === undefined) return;
  document.name = page.title;
  document.frontmatter.group = groups[page.language];
}

/** Names an entry point as it is imported, and takes a description out of the tag that the generator of types writes. */
function presentDeclaration(declaration: DeclarationReflection): void {
  const { comment, kind, name } = declaration;
  if (kind === ReflectionKind.Module) declaration.name = name === "index" ? "wipsy-client" : `wipsy-client/${name}`;
  const description = comment?.getTag("@description");
  if (comment === undefined || description === undefined) return;
  comment.summary = description.content;
  comment.removeTags("@description");
}

/**
 * Builds the site: the guides, and the reference of all entry points.
 *
 * @throws Error when a link in a guide or a doc comment leads nowhere
 */
export async function buildSite(root: string, out: string, pages: readonly Page[]): Promise<void> {
  const app = await Application.bootstrap(optionsFor(root, out, pages));
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) =>
    present(document, pages, app.files.getReflectionPath(document)),
  );
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, declaration) => presentDeclaration(declaration));
  const project = await app.convert();
  if (project === undefined) throw new Error("typedoc could not read the source");
  app.validate(project);
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error(`${basename(out)}: see the warnings above`);
}
