import { relative } from "node:path";
import { overlayErrors } from "../drift/broken.ts";
import { compileAlone, type Overlay } from "../drift/project.ts";

/**
 * Makes sure that generated files, by absolute path, compile by themselves, under strict rules.
 *
 * @param types where the types of the client are, which they import
 * @throws Error when they do not
 */
export function checkCompiles(files: Overlay, types: string): void {
  const [error] = overlayErrors(compileAlone(files, { "wipsy-client": [types] }));
  if (!error) return;
  const where = `${relative(process.cwd(), error.file)}:${error.line}:${error.column}`;
  throw new Error(
    `What follows from this description does not compile: ${where} ${error.reason} (TS${error.code}). Nothing was written. This is a mistake of wipsy-client, not of the description: please report it.`,
  );
}
