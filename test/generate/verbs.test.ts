import { expect, test } from "vitest";
import type { Description } from "../../scripts/openapi/document.ts";
import { diagnose } from "../corpus/compile.ts";
import { generatedFor } from "./generated.ts";
import { tiny } from "./tiny.ts";

// The inputs of methods named by a verb, as the compiler sees them.

const ok = `responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { data: { type: object } } } } } } }`;

/** The compiler's messages about a program with a description's files. */
async function faultsOf(description: Description, program: string): Promise<string[]> {
  const files = { ...(await generatedFor(description)), "use.ts": program };
  return diagnose({ own: files }).get("own") ?? [];
}

test("an id has its parameter's type", async () => {
  const user = (type: string) =>
    tiny(
      ["Users"],
      `paths: { "/users/{userId}": { delete: { operationId: deleteUser, tags: [Users], parameters: [{ name: userId, in: path, required: true, schema: { type: ${type} } }], ${ok} } } }`,
    );
  const use = (id: string) =>
    `import type { Namespaces } from "./resources.ts";\ndeclare const all: Namespaces;\nvoid all.users.delete(${id});\n`;
  expect(await faultsOf(user("integer"), use("5"))).toEqual([]);
  expect(await faultsOf(user("integer"), use('"5"'))).toEqual([expect.stringContaining("use.ts:3")]);
  expect(await faultsOf(user("string"), use('"5"'))).toEqual([]);
  expect(await faultsOf(user("[string, integer]"), use("5"))).toEqual([]);
});

test("an agent's method does not take the session that the handle adds", async () => {
  const note = tiny(
    ["Agents"],
    `paths:
  /agent-create-note:
    post:
      operationId: agentCreateNote
      tags: [Agents]
      security: [{ bearer: [] }]
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, required: [agentSession, text], properties: { agentSession: { type: object }, text: { type: string } } } } }
      ${ok}
components: { securitySchemes: { bearer: { type: http, scheme: bearer } } }`,
  );
  const use = (body: string) =>
    `import type { AgentNamespaces } from "./resources.ts";\ndeclare const all: AgentNamespaces;\nvoid all.agents.agentCreateNote({ body: ${body} });\n`;
  expect(await faultsOf(note, use('{ text: "Hola" }'))).toEqual([]);
  expect(await faultsOf(note, use("{}"))).toEqual([expect.stringContaining("use.ts:3")]);
});
