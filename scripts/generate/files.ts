import type { Description } from "../openapi/document.ts";
import { throwIfAny } from "../openapi/read/error.ts";
import { apiFile } from "./api.ts";
import { clientFile } from "./client.ts";
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
  /** How many operations have a method. */
  readonly count: number;
  /** The operations that have no method, and why. */
  readonly leftOut: readonly Remark[];
  /** What else was taken otherwise than the description says. */
  readonly notes: readonly Remark[];
  /** All of these: a line each. */
  readonly remarks: readonly string[];
}

function generated(files: Files, { rows, leftOut, notes }: Table): Generated {
  const remarks = [
    ...leftOut.map(({ about, why }) => `Left out: ${about}: ${why}.`),
    ...notes.map(({ about, why }) => `${about}: ${why}.`),
  ];
  return { files, count: rows.length, leftOut, notes, remarks };
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

/**
 * Refuses what holds no method: a client of it could call nothing.
 *
 * @param file the description's path or URL
 * @throws DescriptionError with what keeps its operations from being methods
 */
export function checkAny(file: string, { count, leftOut }: Generated): void {
  if (count > 0) return;
  const what = "None of its operations can be a method: there is nothing to generate.";
  const reasons = leftOut.map(({ about, why }) => ({ file, what: `${about}: ${why}.`, remedy: "" }));
  throwIfAny([{ file, what, remedy: "Change what keeps them from it." }, ...reasons]);
}
