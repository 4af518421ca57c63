import { parse } from "yaml";
import type { Change } from "../../scripts/drift/change.ts";
import { driftOf } from "../../scripts/drift/drift.ts";
import type { Description } from "../../scripts/openapi/document.ts";

// Tiny descriptions that differ in one thing, around one operation.

/** Puts a piece of YAML where it belongs in a description. */
export type Frame = (piece: string) => string;

const head = `
openapi: 3.1.0
info: { title: Tiny, version: 1.0.0 }
tags: [{ name: Things }, { name: Others }]
`;
const server = "servers: [{ url: https://api.example.com/v1 }]\n";

function operation(rest: string, responses = '"200": { description: ok }'): string {
  return `{ post: { operationId: createThing, tags: [Things], ${rest} responses: { ${responses} } } }`;
}

const json = (schema: string) => `content: { application/json: { schema: ${schema} } }`;

/** The whole document, without `openapi` and `info`. */
export const document: Frame = (piece) => piece;
/** All paths. */
export const paths: Frame = (piece) => `${server}paths: ${piece}`;
/** More keys of the one operation. */
export const keys: Frame = (piece) => paths(`{ /things: ${operation(`${piece},`)} }`);
/** The parameters of the one operation. */
export const parameters: Frame = (piece) => keys(`parameters: [${piece}]`);
/** The schema of its body. */
export const body: Frame = (piece) => keys(`requestBody: { ${json(piece)} }`);
/** The schema of its answer. */
export const answer: Frame = (piece) =>
  paths(`{ /things: ${operation("", `"200": { description: ok, ${json(piece)} }`)} }`);
/** Its answers. */
export const answers: Frame = (piece) => paths(`{ /things: ${operation("", piece)} }`);

/** The description made from a piece of YAML in its frame. */
export function tiny(frame: Frame, piece: string): Description {
  return parse(head + frame(piece));
}

/** The changes from one piece to the other, gravest first. */
export async function changes(frame: Frame, before: string, after: string): Promise<readonly Change[]> {
  return (await driftOf(tiny(frame, before), tiny(frame, after))).changes;
}

/** A change in words, without its operation and level. */
export function said({ where, what }: Change): string {
  return where === "" ? what : `${where}: ${what}`;
}
