import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkOverlaid } from "../drift/places.ts";
import { compileAlone, type Overlay } from "../drift/project.ts";

/** The types of this package: beside the built command, or as seen from this file. */
function ownTypes(): string {
  const built = fileURLToPath(new URL("index.d.ts", import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL("../../src/index.ts", import.meta.url));
}

/** @throws Error when generated files, by absolute path, do not compile by themselves, under strict rules */
export function checkCompiles(files: Overlay): void {
  const compiled = compileAlone(files, { "wipsy-client": [ownTypes()] });
  const whose = "This is a mistake of wipsy-client, not of the description: please report it.";
  checkOverlaid(compiled, process.cwd(), whose);
}
