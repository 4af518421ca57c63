import { join } from "node:path";
import { Application, Converter, OptionDefaults, ReflectionKind } from "typedoc";

/** A document of the site. */
export interface Page {
  /** Path relative to the repository. */
  readonly path: string;
  readonly title: string;
  /** The subject, if README names it. */
  readonly about: string;
}

const guides = "Guides";
const spanish = "Guías en español";

/**
 * Builds the site: the documents, and the reference of all entry points.
 *
 * @throws Error when a link in a document or a doc comment is broken
 */
export async function buildSite(root: string, out: string, pages: readonly Page[]): Promise<void> {
  const from = (name: string) => join(root, `src/${name}.ts`);
  const app = await Application.bootstrap({
    tsconfig: join(root, "tsconfig.json"),
    entryPoints: [
      "index",
      "feed/index",
      "raw/index",
      "campaign/index",
      "testing/index",
      "stores/*",
      "queues/{bullmq,pg-boss}",
    ].map(from),
    projectDocuments: pages.map(({ path }) => join(root, path)),
    readme: join(root, "README.md"),
    name: "wipsy-client",
    out,
    customCss: join(root, "scripts/docs/site.css"),
    // Documents have their own headings.
    headings: { readme: false, document: false },
    sortEntryPoints: false,
    groupOrder: [guides, "Modules", spanish],
    navigation: { includeGroups: true },
    blockTags: [...OptionDefaults.blockTags, "@description"],
    searchInComments: true,
    searchInDocuments: true,
    highlightLanguages: ["ts", "js", "sh", "sql", "json"],
    lightHighlightTheme: "github-light-high-contrast",
    darkHighlightTheme: "github-dark-high-contrast",
    disableSources: true,
    includeHierarchySummary: false,
    validation: { notExported: false },
    logLevel: "Warn",
  });
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const page = pages.find(({ path }) => app.files.getReflectionPath(document)?.endsWith(`/${path}`));
    document.name = page?.title ?? document.name;
    document.frontmatter.group = /\bes\b/.test(page?.path ?? "") ? spanish : guides;
  });
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, declaration) => {
    const { comment, kind, name } = declaration;
    if (kind === ReflectionKind.Module) declaration.name = `wipsy-client/${name}`.replace(/\/index$|queues\//, "");
    // openapi-typescript writes descriptions as @description tags.
    const description = comment?.getTag("@description");
    if (comment && description) comment.summary = description.content;
    comment?.removeTags("@description");
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("TypeDoc could not read the source.");
  app.validate(project);
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error("TypeDoc reported problems: see above.");
}
