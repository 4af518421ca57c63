import type { Description } from "../openapi/document.ts";
import { throwIfAny } from "../openapi/read/error.ts";
import { apiFile } from "./api.ts";
import { clientFile } from "./client.ts";
import { type House, project, repository } from "./house.ts";
import { operationsFile } from "./operations.ts";
import { resourcesFile } from "./resources.ts";
import { type Remark, rowsOf } from "./rows.ts";
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

async function generated(description: Description, house: House, others: Files = {}): Promise<Generated> {
  const { rows, leftOut, notes } = rowsOf(description);
  const files = {
    "schema.ts": await schemaFile(description, house),
    "operations.ts": operationsFile(description, rows, house),
    "resources.ts": resourcesFile(description, rows, house),
    ...others,
  };
  const remarks = [
    ...leftOut.map(({ about, why }) => `Left out: ${about}: ${why}.`),
    ...notes.map(({ about, why }) => `${about}: ${why}.`),
  ];
  return { files, count: rows.length, leftOut, notes, remarks };
}

/** What follows from a description in this repository, by path as seen from its root. */
export async function repositoryFiles(description: Description): Promise<Generated> {
  const made = await generated(description, repository, { "client.ts": clientFile() });
  const entries = Object.entries(made.files).map(([name, text]) => [`generated/${name}`, text]);
  const api = apiFile(description, rowsOf(description).rows);
  return { ...made, files: { ...Object.fromEntries(entries), "API.md": api } };
}

/** What follows from a description in the project of somebody who has installed the package, by name within one folder. */
export function projectFiles(description: Description): Promise<Generated> {
  return generated(description, project);
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
