import { execFile } from "node:child_process";
import { copyFile, cp, mkdir, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { here, made, root } from "./build.ts";
import { interleaved } from "./interleave.ts";
import { apiKey, contactId } from "./job.ts";
import type { TypeCost } from "./measured.ts";
import { spreadOf } from "./statistics.ts";

const run = promisify(execFile);

const key = JSON.stringify(apiKey);
const url = '"http://127.0.0.1:4010"';
const id = JSON.stringify(contactId);
const sent = '{ to: "+573188779043", message: "Hola", channel: "whatsapp" as const }';

/** The same small program with each: read a contact, send a message. */
const consumers: Readonly<Record<string, string>> = {
  "bare fetch": `
const headers = { "x-api-key": ${key}, "content-type": "application/json" };
const read = await fetch(${url} + "/api-get-contacts?contactId=" + ${id}, { headers });
const contact = JSON.parse(await read.text()) as { data?: { name?: string } };
const body = JSON.stringify(${sent});
const answer = await fetch(${url} + "/api-send-message", { method: "POST", headers, body });
const message = JSON.parse(await answer.text()) as { messageId?: string };
export const shown = [contact.data?.name, message.messageId];`,
  "wipsy-client": `
import { Wipsy } from "wipsy-client";
const wipsy = new Wipsy({ apiKey: ${key}, baseUrl: ${url} });
const contact = await wipsy.contacts.get(${id});
const message = await wipsy.messages.send(${sent});
export const shown = [contact.name, message.messageId];`,
  "openapi-fetch": `
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";
const client = createClient<paths>({ baseUrl: ${url}, headers: { "x-api-key": ${key} } });
const contact = await client.GET("/api-get-contacts", { params: { query: { contactId: ${id} } } });
const message = await client.POST("/api-send-message", { body: ${sent} });
export const shown = [contact.data?.data, message.data?.messageId];`,
  "hey-api": `
import { createClient } from "./hey-api/client/index.js";
import { getContacts, sendMessage } from "./hey-api/sdk.gen.js";
const client = createClient({ baseUrl: ${url}, auth: ${key} });
const contact = await getContacts({ client, query: { contactId: ${id} } });
const message = await sendMessage({ client, body: ${sent} });
export const shown = [contact.data?.data, message.data?.messageId];`,
};

const config = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: "ES2022",
    lib: ["ES2023", "DOM", "DOM.Iterable"],
    module: "NodeNext",
    types: [],
    paths: { "wipsy-client": [`${root}dist/index.d.ts`], "openapi-fetch": [`${root}node_modules/openapi-fetch`] },
  },
  files: ["main.ts"],
};

async function consumerIn(folder: string, code: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/main.ts`, code);
  await writeFile(`${folder}/package.json`, '{ "type": "module" }');
  await writeFile(`${folder}/tsconfig.json`, JSON.stringify(config));
  // As openapi-typescript names it, and as both generators put their files into a user's project.
  await copyFile(`${root}generated/schema.ts`, `${folder}/schema.d.ts`);
  await cp(`${made}hey-api`, `${folder}/hey-api`, { recursive: true });
}

/** What the compiler says after its name for a figure. */
export function diagnostic(name: string, text: string): number {
  const found = new RegExp(`^${name}: +([\\d.]+)s?$`, "m").exec(text)?.[1];
  if (found === undefined) throw new Error(`the compiler did not say "${name}":\n${text}`);
  return Number(found);
}

/** What a type check of each consumer costs, `rounds` times, by turns. */
export async function typeCosts(rounds: number, seed: number): Promise<Record<string, TypeCost>> {
  const instantiations: Record<string, number> = {};
  const timed = Object.entries(consumers).map(([name, code], index) => ({
    name,
    folder: `${made}types/${index}`,
    code,
    async run() {
      const tsc = [`${here}node_modules/typescript/bin/tsc`, "-p", this.folder, "--extendedDiagnostics"];
      const { stdout } = await run(process.execPath, tsc).catch((error: { stdout: string }) => {
        throw new Error(`${name}: ${error.stdout}`);
      });
      instantiations[name] = diagnostic("Instantiations", stdout);
      return diagnostic("Total time", stdout);
    },
  }));
  for (const { folder, code } of timed) await consumerIn(folder, code);
  const all = timed.map((one) => ({ name: one.name, run: () => one.run() }));
  const seconds = await interleaved(all, { rounds, passes: 1, calls: 1, seed });
  return Object.fromEntries(
    Object.entries(seconds).map(([name, figures]) => [
      name,
      { instantiations: instantiations[name] ?? Number.NaN, seconds: spreadOf(figures) },
    ]),
  );
}
