import { apiFile } from "./api.ts";
import { clientFile } from "./client.ts";
import type { Description } from "./description.ts";
import { project, repository } from "./house.ts";
import { operationsFile } from "./operations.ts";
import { resourcesFile } from "./resources.ts";
import { type Remark, rowsOf, type Table } from "./rows.ts";
import { schemaFile } from "./schema.ts";

/** Texts by file name. */
export type Files = Readonly<Record<string, string>>;

/** What follows from a description. */
export interface Generated {
  readonly files: Files;
  /** The operations that have no method, and why. */
  readonly leftOut: readonly Remark[];
  /** What else was taken otherwise than the description says. */
  readonly notes: readonly Remark[];
  /** All of these: a line each. */
  readonly remarks: readonly string[];
}

function generated(files: Files, { leftOut, notes }: Table): Generated {
  const remarks = [
    ...leftOut.map(({ about, why }) => `Left out: ${about}: ${why}.`),
    ...notes.map(({ about, why }) => `${about}: ${why}.`),
  ];
  return { files, leftOut, notes, remarks };
}

/** What follows from a description in this repository, by path as seen from its root. */
export async function repositoryFiles(description: Description): Promise<Generated> {
  const table = rowsOf(description);
  const { rows } = table;
  const files = {
    "generated/schema.ts": await schemaFile(description, repository),
    "generated/operations.ts": operationsFile(description, rows, repository),
    "generated/resources.ts": resourcesFile(description, rows, repository),
    "generated/client.ts": clientFile(),
    "API.md": apiFile(description, rows),
  };
  return generated(files, table);
}

/** What follows from a description in the project of somebody who has installed the package, by name within one folder. */
export async function projectFiles(description: Description): Promise<Generated> {
  const table = rowsOf(description);
  const { rows } = table;
  const files = {
    "schema.ts": await schemaFile(description, project),
    "operations.ts": operationsFile(description, rows, project),
    "resources.ts": resourcesFile(description, rows, project),
  };
  return generated(files, table);
}
