import { parse } from "yaml";
import { type Row, rowsOf } from "../../scripts/generate/rows.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import { frozen } from "../support/frozen.ts";

/**
 * A tiny description: `paths` and `components` as YAML, with these tags. Frozen, so that generation cannot change it.
 */
export function tiny(tags: readonly string[], yaml: string): Description {
  return frozen({
    openapi: "3.1.0",
    info: { title: "Tiny", version: "1.0.0" },
    servers: [{ url: "https://api.example.com/v1/", description: "", variables: {} }],
    tags: tags.map((name) => ({ name })),
    ...(parse(yaml) as Pick<Description, "paths" | "components">),
  });
}

/** The row of the one operation of a description. */
export function onlyRow(description: Description): Row["operation"] {
  const [row] = rowsOf(description).rows;
  if (row === undefined) throw new Error("no operation");
  return row.operation;
}
