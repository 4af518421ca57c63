import type { Description } from "../openapi/document.ts";
import { throwIfAny } from "../openapi/read/error.ts";
import { apiFile } from "./api.ts";
import { clientFile } from "./client.ts";
import { type Destination, project, repository } from "./destination.ts";
import { operationsFile } from "./operations.ts";
import { literal } from "./print.ts";
import { resourcesFile } from "./resources.ts";
import { type Remark, rowsOf } from "./rows.ts";
import { answerSamples } from "./samples.ts";
import { schemaFile } from "./schema.ts";
import { toolsFile } from "./tools.ts";

/** File contents by file name. */
export type Files = Readonly<Record<string, string>>;

/** The files generated from a description, with remarks about it. */
export interface Generated {
  readonly files: Files;
  /** How many operations have a method. */
  readonly count: number;
  /** The operations without a method, with the reason. */
  readonly leftOut: readonly Remark[];
  /** Other places where the result differs from the description. */
  readonly notes: readonly Remark[];
}

async function generated(description: Description, destination: Destination, others: Files = {}): Promise<Generated> {
  const { rows, leftOut, notes } = rowsOf(description);
  const files = {
    "schema.ts": await schemaFile(description, destination),
    "operations.ts": operationsFile(description, rows, destination),
    "resources.ts": resourcesFile(description, rows, destination),
    ...others,
  };
  return { files, count: rows.length, leftOut, notes };
}

/** Generates the files for this repository, by path relative to its root. */
export async function repositoryFiles(description: Description): Promise<Generated> {
  const { rows } = rowsOf(description);
  const others = { "client.ts": clientFile(), "tools.ts": toolsFile(description, rows, repository) };
  const made = await generated(description, repository, others);
  const entries = Object.entries(made.files).map(([name, text]) => [`generated/${name}`, text]);
  const api = apiFile(description, rows);
  return { ...made, files: { ...Object.fromEntries(entries), "API.md": api } };
}

/** Generates the files for a user's project, by name within one folder. */
export function projectFiles(given: Description): Promise<Generated> {
  const { description, rows } = rowsOf(given);
  const examples = `${project.notice}

/** An answer of each operation, for the option \`examples\` of \`mockApi\`. */
export const examples: Readonly<Record<string, unknown>> = ${literal(answerSamples(description, rows), 2)};
`;
  return generated(given, project, { "examples.ts": examples });
}

/**
 * Checks that at least one method was generated.
 *
 * @param file the description's path or URL
 * @throws DescriptionError listing why each operation was left out
 */
export function checkAny(file: string, { count, leftOut }: Generated): void {
  if (count > 0) return;
  const what = "None of its operations can be a method: there is nothing to generate.";
  const reasons = leftOut.map(({ about, why }) => ({ file, what: `${about}: ${why}.`, remedy: "" }));
  throwIfAny([{ file, what, remedy: "Change what keeps them from it." }, ...reasons]);
}
