import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Description } from "../generate/description.ts";
import type { Checked, Outcome } from "./check.ts";
import { type Mask, maskFor } from "./mask.ts";
import { enumOf, keyOf } from "./schemas.ts";

function maskedAnswer(description: Description, mask: Mask, { answer, sightings }: Checked): unknown {
  const byPath = new Map(sightings.known.map((sighting) => [keyOf(sighting.path), sighting]));
  return mask(answer.body, (path) => {
    const sighting = byPath.get(keyOf(path));
    return {
      enum: sighting && enumOf(description, sighting.parts),
      fields: sighting?.fields,
      gainsFields: sighting?.gainsFields,
    };
  });
}

/**
 * Writes one JSON file per operation that answered, with the answers masked.
 *
 * @returns the number of files
 */
export async function record(folder: string, description: Description, outcomes: readonly Outcome[]): Promise<number> {
  const answered = outcomes.filter(({ checked }) => checked.length > 0);
  const mask = maskFor(answered.flatMap(({ checked }) => checked.map(({ answer }) => answer.body)));
  await mkdir(folder, { recursive: true });
  for (const { operation, checked } of answered) {
    const { id, method, path } = operation;
    const answers = checked.map((one) => ({
      parameters: Object.keys({ ...one.input.query, ...Object(one.input.body) }),
      status: one.answer.status,
      json: one.answer.isJson,
      answer: maskedAnswer(description, mask, one),
    }));
    const text = JSON.stringify({ operation: id, method, path, answers }, null, 2);
    await writeFile(join(folder, `${id}.json`), `${text}\n`);
  }
  return answered.length;
}
