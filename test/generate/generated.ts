import { type Files, repositoryFiles } from "../../scripts/generate/files.ts";
import type { Description } from "../../scripts/openapi/document.ts";

/** The files that are generated for a description, by their names. */
export async function generatedFor(description: Description): Promise<Files> {
  const { files } = await repositoryFiles(description);
  const name = (path: string) => path.replace(/^.*\//, "");
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) => (path.endsWith(".ts") ? [[name(path), text]] : [])),
  );
}
