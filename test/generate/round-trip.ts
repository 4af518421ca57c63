import type { Description } from "../../scripts/openapi/document.ts";
import { diagnose } from "../corpus/compile.ts";
import { generatedFor } from "./generated.ts";
import { tiny } from "./tiny.ts";

// One operation with an input and an answer, and programs that use both.

/** JSON content. */
export const json = (schema: string) => `content: { application/json: { schema: ${schema} } }`;

/** An operation that takes `sent` and answers with `answered`. */
export const described = (sent: string, answered: string, components = "{}", status = "200") =>
  tiny(
    [],
    `paths: { /a: { post: { operationId: a, requestBody: { required: true, ${json(sent)} }, responses: { "${status}": { description: ok, ${json(answered)} } } } } }
components: ${components}`,
  );

/**
 * The compiler's messages about a program with a description's files, by line. The program begins in line 4 and has
 * `Sent` and `Answered`, the types of the operation's input and answer.
 */
export async function faultsOf(description: Description, program: string): Promise<string[]> {
  const head =
    'import type { Operations } from "./resources.ts";\ntype Sent = Operations["a"]["input"]["body"];\ntype Answered = Operations["a"]["answer"];\n';
  const files = { ...(await generatedFor(description)), "use.ts": head + program };
  return diagnose({ own: files }).get("own") ?? [];
}
