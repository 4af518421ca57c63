import type { Description } from "../generate/description.ts";
import { oncePer } from "../generate/once.ts";
import { type Row, rowsOf } from "../generate/rows.ts";
import type { Operation } from "./operations.ts";

/** Where an operation is called: `GET /things`. */
export function addressOf({ method, path }: Pick<Operation, "method" | "path">): string {
  return `${method} ${path}`;
}

/** The rows of a description, by address. */
export const rowsByAddress = oncePer(
  (description: Description): ReadonlyMap<string, Row> =>
    new Map(rowsOf(description).rows.map((row) => [addressOf(row.operation), row])),
);
