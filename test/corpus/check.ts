import { apiFile } from "../../scripts/generate/api.ts";
import { type Files, projectFiles } from "../../scripts/generate/files.ts";
import { rowsOf } from "../../scripts/generate/rows.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import { diagnose } from "./compile.ts";
import { examplesIn, oneProgram } from "./examples.ts";

/** What became of the operations of one description. */
export interface Count {
  /** Operations that became methods. */
  readonly methods: number;
  readonly leftOut: number;
}

/** What became of one description. */
export interface Result {
  readonly name: string;
  /** As a user has it. */
  readonly own: Count;
  /** Without what it says of credentials. */
  readonly open: Count;
  /** What the compiler or the generator says against either, in lines. */
  readonly faults: readonly string[];
}

/**
 * The description without what it says of credentials: the generator leaves out what needs some that the client cannot
 * give, such as a password, and with that what else is in those operations would be untried.
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
    const files = { ...own, "examples.ts": oneProgram(examplesIn(own["resources.ts"] ?? "")) };
    return { files, methods: rows.length, leftOut: leftOut.length, faults: [] };
  } catch (error) {
    return { files: {}, methods: 0, leftOut: 0, faults: [String(error)] };
  }
}

/** Generates for each description, as it is and without its security, and type-checks the whole in one program. */
export async function checkAll(descriptions: Readonly<Record<string, Description>>): Promise<Result[]> {
  const folders: Record<string, Files> = {};
  const results: Result[] = [];
  for (const [name, description] of Object.entries(descriptions)) {
    const own = await made(description);
    // Where nothing is left out, it would be the same again.
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
