import { literal } from "./print.ts";
import type { Row } from "./rows.ts";

/** `generated/operations.ts`: one row per operation. */
export function operationsFile(rows: readonly Row[]): string {
  const table = Object.fromEntries(rows.map(({ operation }) => [operation.id, operation]));
  return `// Written by \`npm run generate\`. Not to be edited.

import type { OperationTable } from "../src/operation.ts";

/** The operation table: what the client knows of each operation at run time. */
export const operations = ${literal(table, 2)} as const satisfies OperationTable;
`;
}
