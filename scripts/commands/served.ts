import { tableOf } from "../generate/operations.ts";
import { rowsOf } from "../generate/rows.ts";
import { answerSamples } from "../generate/samples.ts";
import { readDescription } from "../openapi/read.ts";

/**
 * Returns what the mock serves: the operations of a description, and an example response for each.
 *
 * @throws DescriptionError when the description cannot be used
 */
export async function served(source: string) {
  const { description, rows } = rowsOf((await readDescription(source)).description);
  return { operations: tableOf(description, rows), examples: answerSamples(description, rows) };
}
