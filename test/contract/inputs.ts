import type { Row } from "../../scripts/generate/rows.ts";
import { type Description, resolve } from "../../scripts/openapi/document.ts";
import { examplesOf } from "../support/examples.ts";

// What the contract tests call each operation with: it comes from the description.

export type Values = Record<string, unknown>;
type Example = { readonly value?: unknown };

/** The named examples of a request or an answer. A description need not have any. */
export function examplesIn(description: Description, holder: object | undefined): [string, Example][] {
  const { content } = resolve<{ content?: Values }>(description, (holder ?? {}) as { content?: Values });
  const media = (content?.["application/json"] ?? {}) as { examples?: Record<string, Example> };
  return Object.entries(media.examples ?? {});
}

/** The input that an operation is called with: its example query, and each of its named example bodies. */
export function inputsOf(description: Description, row: Row): { name: string; input: Values }[] {
  const { operation, place } = row;
  const { query } = examplesOf(description, row);
  const parts = { ...(operation.query && { query }) };
  if (!operation.body) return [{ name: "no body", input: parts }];
  return examplesIn(description, place.operation.requestBody).map(([name, { value }]) => ({
    name,
    input: { ...parts, body: value },
  }));
}
