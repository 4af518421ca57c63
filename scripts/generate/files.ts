import { apiFile } from "./api.ts";
import { clientFile } from "./client.ts";
import type { Description } from "./description.ts";
import { project, repository } from "./house.ts";
import { operationsFile } from "./operations.ts";
import { resourcesFile } from "./resources.ts";
import { rowsOf } from "./rows.ts";
import { schemaFile } from "./schema.ts";

/** Texts by file name. */
export type Files = Readonly<Record<string, string>>;

/** What follows from a description in this repository, by path as seen from its root. */
export async function repositoryFiles(description: Description): Promise<Files> {
  const rows = rowsOf(description);
  return {
    "generated/schema.ts": await schemaFile(description, repository),
    "generated/operations.ts": operationsFile(description, rows, repository),
    "generated/resources.ts": resourcesFile(description, rows, repository),
    "generated/client.ts": clientFile(),
    "API.md": apiFile(description, rows),
  };
}

/** What follows from a description in the project of somebody who has installed the package, by name within one folder. */
export async function projectFiles(description: Description): Promise<Files> {
  const rows = rowsOf(description);
  return {
    "schema.ts": await schemaFile(description, project),
    "operations.ts": operationsFile(description, rows, project),
    "resources.ts": resourcesFile(description, rows, project),
  };
}
