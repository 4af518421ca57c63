import type { Description } from "../../scripts/generate/description.ts";
import { generatedFor } from "./generated.ts";
import { tiny } from "./tiny.ts";

// How long a made-up description of 2 MB takes: `npx tsx test/regenerate/large.ts`. Nothing is asserted: machines differ.

function resource(index: number): string {
  const name = `Resource${index}`;
  const fields = Array.from(
    { length: 25 },
    (_, field) =>
      `field_${field}: { type: string, description: "Field ${field} of ${name}, with some words that say what it is for." }`,
  );
  return `    ${name}: { type: object, properties: { id: { type: string }, parent: { $ref: "#/components/schemas/Resource${Math.floor(index / 2)}" }, ${fields.join(", ")} } }`;
}

function pathsOf(index: number): string {
  const name = `Resource${index}`;
  const ok = `responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { success: { type: boolean }, data: { $ref: "#/components/schemas/${name}" } } } } } } }`;
  const body = `requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/${name}" } } } }`;
  const id = "parameters: [{ name: id, in: path, required: true, schema: { type: string } }]";
  return `  /resources${index}: { post: { operationId: create${name}, tags: [${name}s], summary: Creates a ${name}, ${body}, ${ok} } }
  /resources${index}/{id}: { get: { operationId: get${name}, tags: [${name}s], ${id}, ${ok} }, put: { operationId: update${name}, tags: [${name}s], ${id}, ${body}, ${ok} }, delete: { operationId: delete${name}, tags: [${name}s], ${id}, ${ok} } }`;
}

/** A description of some size. */
export function large(count: number): Description {
  const all = Array.from({ length: count }, (_, index) => index);
  return tiny(
    all.map((index) => `Resource${index}s`),
    `paths:\n${all.map(pathsOf).join("\n")}\ncomponents:\n  schemas:\n${all.map(resource).join("\n")}`,
  );
}

const description = large(560);
const [began, used] = [performance.now(), process.cpuUsage()];
const files = await generatedFor(description);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
const { user, system } = process.cpuUsage(used);
const cpu = ((user + system) / 1e6).toFixed(1);
const size = (text: string) => `${(text.length / 2 ** 20).toFixed(1)} MB`;
console.log(
  `${size(JSON.stringify(description))}: ${seconds} s (${cpu} s of processor time), ${size(Object.values(files).join(""))} written`,
);
