import { apiFile } from "../../scripts/generate/api.ts";
import { type Files, projectFiles } from "../../scripts/generate/files.ts";
import { rowsOf } from "../../scripts/generate/rows.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import { diagnose } from "./compile.ts";
import { examplesIn, oneProgram } from "./examples.ts";

/** The results for the operations of one description. */
export interface Count {
  /** Operations that became methods. */
  readonly methods: number;
  readonly leftOut: number;
}

/** The results for one description. */
export interface Result {
  readonly name: string;
  /** The description as users get it. */
  readonly own: Count;
  /** The description without its security. */
  readonly open: Count;
  /** The problems that the compiler or the generator reports for either, one per line. */
  readonly faults: readonly string[];
}

/**
 * The description without its security: the generator leaves out operations whose credentials the client cannot send,
 * such as a password, and the rest of them would remain untested.
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

interface Made extends Count {
  readonly files: Files;
  readonly faults: readonly string[];
}

async function made(description: Description): Promise<Made> {
  try {
    const { rows, leftOut } = rowsOf(description);
    apiFile(description, rows);
    const { files: own } = await projectFiles(description);
    const files = { ...own, "program.ts": oneProgram(examplesIn(own["resources.ts"] ?? "")) };
    return { files, methods: rows.length, leftOut: leftOut.length, faults: [] };
  } catch (error) {
    return { files: {}, methods: 0, leftOut: 0, faults: [String(error)] };
  }
}

/** Generates code for each description, with and without its security, and type-checks it all in one program. */
export async function checkAll(descriptions: Readonly<Record<string, Description>>): Promise<Result[]> {
  const folders: Record<string, Files> = {};
  const results: Result[] = [];
  for (const [name, description] of Object.entries(descriptions)) {
    const own = await made(description);
    // If nothing was left out, the result would be the same.
    const open = own.leftOut > 0 ? await made(withoutSecurity(description)) : own;
    folders[name] = own.files;
    if (open !== own) folders[openName(name)] = open.files;
    const count = ({ methods, leftOut }: Count) => ({ methods, leftOut });
    results.push({ name, own: count(own), open: count(open), faults: [...new Set([...own.faults, ...open.faults])] });
  }
  const found = diagnose(folders);
  const faultsOf = (name: string) => [...(found.get(name) ?? []), ...(found.get(openName(name)) ?? [])];
  return results.map((result) => ({ ...result, faults: [...result.faults, ...faultsOf(result.name)] }));
}

function openName(name: string): string {
  return `${name} without security`;
}
