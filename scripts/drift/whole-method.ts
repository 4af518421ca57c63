import type { Success } from "../generate/contents.ts";
import type { Row } from "../generate/rows.ts";
import type { Description } from "../openapi/document.ts";
import { at, isSame, type Json } from "./json.ts";
import type { Judged } from "./judge.ts";
import { refKey } from "./keywords.ts";
import { addressOf, mediaType, type OperationPair, rowsByAddress } from "./operations.ts";
import type { Unit } from "./units.ts";
import { listed, typeText } from "./wording.ts";

// A method takes one of the contents of its body, and answers one of the contents of each success. Which ones these are
// can change although every content stays as it was: one that comes can take the place of another, or join the answer.

/** What a method answers with one status. */
interface Part {
  readonly status: string;
  /** Tells it from the others of before and after: its place, and how it is read. */
  readonly id: string;
  /** `undefined`: nothing. One without a key says nothing of what comes. */
  readonly schema: Json | undefined;
}

function schemaOf({ status, kind, content }: Success, operation: Json): Json | undefined {
  if (kind === "none") return undefined;
  if (kind === "text") return { type: "string" };
  if (kind === "binary") return { [refKey]: "bytes" };
  const path = ["responses", status.toLowerCase(), "content", mediaType(content?.key ?? ""), "schema"];
  // What is compared of an operation holds its schemas as objects.
  return kind === "any" ? {} : ((at(operation, path) ?? {}) as Json);
}

function partOf(answer: Success, operation: Json): Part {
  const { content } = answer;
  const status = answer.status.toLowerCase();
  // Whether JSON is an object is up to its schema, which is compared where it stands.
  const kind = answer.kind === "object" ? "json" : answer.kind;
  const id = `${status} ${kind} ${content && mediaType(content.key)}`;
  return { status, id, schema: schemaOf(answer, operation) };
}

function said({ schema }: Part): string {
  return schema === undefined ? "nothing" : typeText(schema);
}

/** An answer that was not among those of before must fit where they were used. */
function answerDrafts(before: Row, after: Row, unit: Unit): Judged[] {
  const was = before.answers.map((one) => partOf(one, unit.before));
  const is = after.answers.map((one) => partOf(one, unit.after));
  const known = was.flatMap(({ schema }) => schema ?? []);
  const tookNothing = known.length < was.length || known.some((schema) => isSame(schema, {}));
  // Nobody reads an answer that is nothing.
  if (known.length === 0) return [];
  const union = known.length === 1 ? known[0] : { anyOf: known };
  return is.flatMap((part): Judged[] => {
    const { schema, status, id } = part;
    if (was.some((one) => one.id === id) || (schema === undefined && tookNothing)) return [];
    const level = schema === undefined ? "breaking" : { side: "response" as const, before: union, after: schema };
    const [now, then] = [said(part), was.map(said).join(" or ")];
    const what =
      now === then ? `gives another ${now} than the answer was` : `gives ${now}, where the answer was ${then}`;
    return [{ kind: "changed", what, level, side: "response", path: ["responses", status] }];
  });
}

/** The body in the content that is sent. */
function bodyDrafts({ body: was }: Row, { body: is }: Row, unit: Unit): Judged[] {
  if (!was || !is) return [];
  const place = { kind: "changed", side: "request", path: ["requestBody"] } as const;
  if (was.content.type !== is.content.type) {
    const what = `is sent as ${listed([is.content.type])}, no longer as ${listed([was.content.type])}`;
    return [{ ...place, what, level: "breaking" }];
  }
  const [from, to] = [mediaType(was.content.key), mediaType(is.content.key)];
  if (from === to) return [];
  const schema = (operation: Json, key: string) => at(operation, ["requestBody", "content", key, "schema"]) ?? {};
  const level = { side: "request", before: schema(unit.before, from), after: schema(unit.after, to) } as const;
  return [{ ...place, what: "its type no longer fits what it was", level }];
}

/** What is asked of an operation's method as a whole. */
export function methodDrafts(before: Description, after: Description, pair: OperationPair, unit: Unit): Judged[] {
  const was = rowsByAddress(before).get(addressOf(pair.before));
  const is = rowsByAddress(after).get(addressOf(pair.after));
  return was && is ? [...bodyDrafts(was, is, unit), ...answerDrafts(was, is, unit)] : [];
}
