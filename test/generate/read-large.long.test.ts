import { expect, test } from "vitest";
import { readDescription } from "../../scripts/openapi/read.ts";
import { serve } from "../support/server.ts";
import { head, saidOf, whole } from "./read-folder.ts";

// Descriptions so large that reading them takes seconds.

const schemas = (text: string) => `${whole}components:\n  schemas:\n    ${text}\n`;

test("refuses a long chain of references in another file with one clear message", async () => {
  const chain = Array.from({ length: 20_000 }, (_, one) => `S${one}: { not: { $ref: "#/S${one + 1}" } }\n`);
  const message = await saidOf({
    "api.yaml": schemas("A: { $ref: 'b.yaml#/S0' }"),
    "b.yaml": `${chain.join("")}S20000: {}\n`,
  });
  expect(message).toMatch(/^api\.yaml: .*too many definitions refer from one to the next/);
});

test("does not follow an endless chain of files", async () => {
  // Each file is 30 MB, and all together may be 100 MB.
  const filling = `# ${"x".repeat(30_000_000)}`;
  await using server = await serve(({ url }) => {
    const ref = `next${url.length}${"0".repeat(url.length)}.yaml`;
    return {
      // Parsing blocks this server longer than it keeps an idle connection, and the next request would be reset.
      headers: { "content-type": "application/yaml", connection: "close" },
      body:
        url === "/api.yaml"
          ? `${head}  /a:\n    get: { responses: { 200: { $ref: "${ref}#/Ok" } } }\n`
          : `Ok: { $ref: "${ref}#/Ok" }\n${filling}`,
    };
  });
  await expect(readDescription(`${server.url}/api.yaml`)).rejects.toThrow("larger than 100 MB");
  expect(server.seen).toHaveLength(5);
});
