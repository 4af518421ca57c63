import { clientFile } from "../../scripts/generate/client.ts";
import type { Description } from "../../scripts/generate/description.ts";
import { operationsFile } from "../../scripts/generate/operations.ts";
import { resourcesFile } from "../../scripts/generate/resources.ts";
import { rowsOf } from "../../scripts/generate/rows.ts";
import { schemaFile } from "../../scripts/generate/schema.ts";

/** The files that are generated for a description, by their names. */
export async function generatedFor(description: Description): Promise<Record<string, string>> {
  const { rows } = rowsOf(description);
  return {
    "schema.ts": await schemaFile(description),
    "operations.ts": operationsFile(rows),
    "resources.ts": resourcesFile(description, rows),
    "client.ts": clientFile(description),
  };
}
