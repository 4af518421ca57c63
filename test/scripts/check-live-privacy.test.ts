import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { differing, faithful, personal, session } from "../support/live-account.ts";
import { checkPaths, checkServer } from "../support/live-check.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";
import type { Reply, Seen } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";

const refusal = { status: 400, body: { error: "Zoraida no existe", details: { "+573009998877": "Calle Canario 45" } } };
/** Keys with personal data. */
const written = ["anselmo", "ludovica", "tia_rosalba"];
const [anselmo = "", ludovica = "", rosalba = ""] = written;
const byName = { [anselmo]: "x", [ludovica]: { [rosalba]: "y" } };

/** Items that are keyed so where the description does not know what an item holds. */
function swapped({ body, ...rest }: Reply): Reply {
  const items = `"custom_fields":${JSON.stringify([byName, byName])}`;
  return { ...rest, body: JSON.parse(JSON.stringify(body).replaceAll('"custom_fields":[]', items)) };
}

/** Answers in which what somebody wrote is keyed by, wherever an object is or could be. */
async function keyed(seen: Seen): Promise<Reply> {
  const reply = await faithful(seen);
  const text = JSON.stringify(reply.body)
    .replaceAll('"custom_fields":[]', `"custom_fields":${JSON.stringify(byName)},"tags_by":${JSON.stringify([byName])}`)
    .replaceAll('"metadata":{}', `"metadata":${JSON.stringify({ template: byName })}`)
    .replaceAll('"tags":[]', `"tags":${JSON.stringify(byName)}`);
  return { ...reply, body: JSON.parse(text) };
}

const kinds: [string, (seen: Seen) => Reply | Promise<Reply>][] = [
  ["as described", faithful],
  ["different", differing],
  ["keyed by user text", keyed],
  ["a list of unknown items", async (seen) => swapped(await faithful(seen))],
  ["refused", (seen) => (seen.url.includes("/api-get-chats") ? refusal : differing(seen))],
  [
    "no JSON",
    (seen) => (seen.method === "POST" ? { body: "<p>Zoraida +573009998877 Calle Canario 45" } : faithful(seen)),
  ],
];

test.each(kinds)("shows no personal data of responses that are %s", async (_, answer) => {
  await using dir = await tempDir();
  const file = join(dir.path, "session.json");
  writeFileSync(file, JSON.stringify(session));
  const { out, seen } = await checkServer(answer, ["--session", file]);
  expect(seen.map(({ url }) => url)).toContain("/agent-get-chats");
  if (answer === keyed) expect(out).toContain("tags_by");
  for (const secret of [...personal, ...written, "test-key"]) expect(out).not.toContain(secret);
});

// One schema of each kind that values are compared to.
const item = {
  type: "object",
  required: ["id"],
  properties: {
    id: { type: "string", format: "uuid" },
    status: { type: "string", enum: ["open"] },
    count: { type: "integer", minimum: 1 },
    map: { type: "object", additionalProperties: { type: "string" } },
    free: { type: "object", "x-evidence": "inferred" },
    items: { oneOf: [{ type: "array", items: { $ref: "#/components/schemas/Item" } }, { type: "string" }] },
  },
};
const content = { "application/json": { schema: { $ref: "#/components/schemas/Item" } } };
const responses = { "200": { description: "The item.", content } };
const description = {
  paths: { "/item": { get: { operationId: "getItem", tags: ["Items"], responses } } },
  components: { schemas: { Item: item } },
};

/** Any JSON with personal strings, numbers and unknown keys. */
const { json } = fc.letrec<{ json: unknown }>((tie) => {
  const key = fc.constantFrom("Zoraida", "+573009998877", "573009998877", ...Object.keys(item.properties));
  const value = fc.constantFrom("Zoraida", "zoraida@example.org", 573009998877, -5730099988.77, true, null, "open");
  const inner = fc.oneof({ weight: 2, arbitrary: tie("json") }, value);
  return { json: fc.oneof({ depthSize: "small" }, value, fc.array(inner), fc.dictionary(key, inner)) };
});

test("shows no personal data of any JSON response", async () => {
  const property = fc.asyncProperty(json, async (body) => {
    const { out } = await checkPaths(description, () => ({ body }));
    expect(out).toContain("getItem: returned 200");
    expect(out).not.toMatch(/zoraida|57300|example\.org/i);
  });
  await fc.assert(property, { seed: propertySeed(), numRuns: propertyRuns(50) });
});
