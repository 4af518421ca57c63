import { apiFile } from "../../scripts/generate/api.ts";
import type { Description } from "../../scripts/generate/description.ts";
import { type Files, projectFiles } from "../../scripts/generate/files.ts";
import { type Row, rowsOf } from "../../scripts/generate/rows.ts";
import { diagnose } from "./compile.ts";

/** What became of one description. */
export interface Result {
  readonly name: string;
  /** Operations that became methods. */
  readonly methods: number;
  readonly leftOut: number;
  /** What the compiler or the generator says against it, in lines. */
  readonly faults: readonly string[];
}

/**
 * The description without what it says of credentials: the generator leaves out what needs some that the client cannot
 * give, such as a password, and what it leaves out says nothing of the rest of the generator.
 */
function withoutSecurity(description: Description): Description {
  const copy = structuredClone(description);
  delete copy.security;
  for (const item of Object.values(copy.paths ?? {})) {
    for (const operation of Object.values(item as Record<string, { security?: unknown }>)) {
      if (typeof operation === "object" && operation !== null) delete operation.security;
    }
  }
  return copy;
}

async function filesOf(description: Description, rows: readonly Row[]): Promise<Files> {
  apiFile(description, rows);
  return (await projectFiles(description)).files;
}

/** Generates for each description, and type-checks the whole in one program. */
export async function checkAll(descriptions: Readonly<Record<string, Description>>): Promise<Result[]> {
  const folders: Record<string, Files> = {};
  const results: Result[] = [];
  for (const [name, given] of Object.entries(descriptions)) {
    const table = rowsOf(given);
    // Where credentials leave operations out, the rest of the generator is tried on them all the same.
    const description = table.leftOut.length > 0 ? withoutSecurity(given) : given;
    const { rows, leftOut } = table.leftOut.length > 0 ? rowsOf(description) : table;
    try {
      folders[name] = await filesOf(description, rows);
      results.push({ name, methods: rows.length, leftOut: leftOut.length, faults: [] });
    } catch (error) {
      results.push({ name, methods: 0, leftOut: 0, faults: [String(error)] });
    }
  }
  const faults = diagnose(folders);
  return results.map((result) => ({ ...result, faults: [...result.faults, ...(faults.get(result.name) ?? [])] }));
}
