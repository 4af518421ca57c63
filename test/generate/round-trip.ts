import type { Description } from "../../scripts/openapi/document.ts";
import { diagnose } from "../corpus/compile.ts";
import { generatedFor } from "./generated.ts";
import { tiny } from "./tiny.ts";

// One operation that takes something and gives something, and programs that do both.

/** A content of JSON. */
export const json = (schema: string) => `content: { application/json: { schema: ${schema} } }`;

/** An operation that takes `sent` and answers with `answered`. */
export const described = (sent: string, answered: string, components = "{}", status = "200") =>
  tiny(
    [],
    `paths: { /a: { post: { operationId: a, requestBody: { required: true, ${json(sent)} }, responses: { "${status}": { description: ok, ${json(answered)} } } } } }
components: ${components}`,
  );

/**
 * What the compiler says of a program beside the files of a description, by line. The program begins in line 4 and knows
 * `Sent` and `Answered`: what the operation takes and gives.
 */
export async function faultsOf(description: Description, program: string): Promise<string[]> {
  const head =
    'import type { Operations } from "./resources.ts";\ntype Sent = Operations["a"]["input"]["body"];\ntype Answered = Operations["a"]["answer"];\n';
  const files = { ...(await generatedFor(description)), "use.ts": head + program };
  return diagnose({ own: files }).get("own") ?? [];
}
