import type { OperationTable } from "../../src/operation/table.ts";
import { tableOf } from "../generate/operations.ts";
import { rowsOf } from "../generate/rows.ts";
import { answerSample } from "../generate/samples.ts";
import { readDescription } from "../openapi/read.ts";

/** What the mock serves: the operations of a description, and an example response for each. */
export interface Served {
  readonly operations: OperationTable<never>;
  readonly examples: Readonly<Record<string, unknown>>;
}

/** @throws DescriptionError when the description cannot be used */
export async function served(source: string): Promise<Served> {
  const { description, rows } = rowsOf((await readDescription(source)).description);
  const examples = rows.map((row) => [row.operation.id, answerSample(description, row)]);
  return { operations: tableOf(description, rows), examples: Object.fromEntries(examples) };
}
