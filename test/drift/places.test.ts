import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { driftOf } from "../../scripts/drift/drift.ts";
import { repositoryFiles } from "../../scripts/generate/files.ts";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import type { Description } from "../../scripts/openapi/document.ts";
import type { Overlay } from "../../scripts/project/compile.ts";
import { placesOf } from "../../scripts/project/places.ts";
import { tempDir } from "../support/temp-dir.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

async function overlayOf(description: Description): Promise<Overlay> {
  const { files } = await repositoryFiles(description);
  return new Map(Object.entries(files).map(([name, text]) => [join(root, name), text]));
}

type Schema = { required?: string[]; properties: Record<string, unknown> };

/** A description in which a new contact needs a phone, none has an email, and chat buttons cannot be changed. */
async function changed(description: Description): Promise<Description> {
  const copy = structuredClone(description);
  const schemas = copy.components?.schemas as unknown as Record<string, Schema>;
  delete schemas.Contact?.properties.email;
  const create = copy.paths?.["/api-create-contact"] as unknown as {
    post: { requestBody: { content: Record<string, { schema: Schema }> } };
  };
  create.post.requestBody.content["application/json"]?.schema.required?.push("phone");
  delete copy.paths?.["/api-update-chat-button"];
  return copy;
}

const files = {
  "src/contacts.ts": `import { type Contact, Wipsy } from "wipsy-client";

const wipsy = new Wipsy({ apiKey: "key" });

export async function add(name: string): Promise<string> {
  const created = await wipsy.contacts.create({ name });
  return created.id ?? "";
}

export function address(contact: Contact): string {
  return contact.email ?? "";
}
`,
  "src/buttons.ts": `import { Wipsy } from "wipsy-client";

const before: number = "an error that was there before";
const wipsy = new Wipsy();
await wipsy.call("updateChatButton", { query: { buttonId: "1" }, body: {} });
await wipsy.chats.list({ limit: before });
await wipsy.contacts.create({ name: "Ana", phone: "+573000000000" });
export {};
`,
  "src/apart.ts": `export const unrelated: number = 1;
`,
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      ...{ strict: true, module: "nodenext", target: "es2022", lib: ["es2023", "dom"], types: [] },
      ...{ allowImportingTsExtensions: true, paths: { "wipsy-client": [join(root, "src/index.ts")] } },
    },
    include: ["src"],
  }),
  "package.json": `{ "type": "module" }`,
};

test("names exactly the places of a project that no longer compile, with their operations", async () => {
  await using dir = await tempDir();
  await mkdir(join(dir.path, "src"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir.path, name), text);
  const before = await bundledDescription();
  const after = await changed(before);
  const drift = await driftOf(before, after);
  const found = placesOf(join(dir.path, "tsconfig.json"), await overlayOf(after), { drift, before, after });

  const lines = found.map(({ file, line, column, code, operations }) => {
    return `${file.slice(dir.path.length + 1)}:${line}:${column} TS${code} ${operations.join(", ")}`;
  });
  expect(lines).toEqual([
    "src/buttons.ts:5:18 TS2345 updateChatButton",
    "src/contacts.ts:6:47 TS2345 createContact",
    // A field of a schema in all of these answers.
    "src/contacts.ts:11:18 TS2339 getChats, getContacts, createContact, agentGetChats, updateContact",
  ]);
  for (const { reason } of found) expect(reason).not.toContain("\n");
  // Nothing is written, neither there nor here.
  expect((await readdir(dir.path)).toSorted()).toEqual(["package.json", "src", "tsconfig.json"]);
  expect(await readdir(join(dir.path, "src"))).toHaveLength(3);

  // The descriptions of before make the files of before: nothing is new.
  expect(placesOf(join(dir.path, "tsconfig.json"), await overlayOf(before), { drift, before, after })).toEqual([]);
});

describe("uses of the client through another file", () => {
  const through = {
    "src/all.ts": `export * from "wipsy-client";\n`,
    "src/named.ts": `import type { Contact } from "./all.js";\nexport const address = (contact: Contact) => contact.email;\n`,
    "src/typed.ts": `export const address = (contact: import("./all.js").Contact) => contact.email;\n`,
    "src/lazy.ts": `export const add = async () => new (await import("./all.js")).Wipsy().contacts.create({ name: "Ana" });\n`,
    "src/apart.ts": "export const unrelated: string = 1;\n",
  };
  const everywhere = {
    "src/everywhere.ts": `import type { Contact } from "wipsy-client";\ndeclare global {\n  type Person = Contact;\n}\n`,
    "src/person.ts": "export const address = (person: Person) => person.email;\n",
  };
  const places = ["src/lazy.ts:1", "src/named.ts:2", "src/typed.ts:1"];
  test.each([
    ["an imported type", through, places],
    ["a global type", { ...through, ...everywhere }, [...places, "src/person.ts:1"].toSorted()],
  ])("%s", async (_how, own, expected) => {
    await using dir = await tempDir();
    await mkdir(join(dir.path, "src"));
    for (const [name, text] of Object.entries({ ...files, ...own })) await writeFile(join(dir.path, name), text);
    const before = await bundledDescription();
    const after = await changed(before);
    const cause = { drift: await driftOf(before, after), before, after };
    const found = placesOf(join(dir.path, "tsconfig.json"), await overlayOf(after), cause);
    const lines = found.map(({ file, line }) => `${file.slice(dir.path.length + 1)}:${line}`);
    expect(lines.filter((line) => Object.keys(own).some((name) => line.startsWith(name))).toSorted()).toEqual(expected);
  });
});

test("reports a missing or invalid tsconfig", async () => {
  await using dir = await tempDir();
  const before = await bundledDescription();
  const cause = { drift: { changes: [], bump: "none" as const }, before, after: before };
  expect(() => placesOf(join(dir.path, "tsconfig.json"), new Map(), cause)).toThrow("tsconfig.json");
  await writeFile(join(dir.path, "tsconfig.json"), `{ "include": ["nothing"] }`);
  expect(() => placesOf(join(dir.path, "tsconfig.json"), new Map(), cause)).toThrow("No inputs were found");
});
