import { existsSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { overlayErrors } from "../drift/places.ts";
import { compileAlone, type Overlay } from "../drift/project.ts";

/** The types of this package: beside the built command, or as seen from this file. */
function ownTypes(): string {
  const built = fileURLToPath(new URL("index.d.ts", import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL("../../src/index.ts", import.meta.url));
}

/** @throws Error when generated files, by absolute path, do not compile by themselves, under strict rules */
export function checkCompiles(files: Overlay): void {
  const [error] = overlayErrors(compileAlone(files, { "wipsy-client": [ownTypes()] }));
  if (!error) return;
  const where = `${relative(process.cwd(), error.file)}:${error.line}:${error.column}`;
  throw new Error(
    `What follows from this description does not compile: ${where} ${error.reason} (TS${error.code}). Nothing was written. This is a mistake of wipsy-client, not of the description: please report it.`,
  );
}
