import type { ByHand, Field, Operation } from "../../src/operation/table.ts";
import type { Description } from "../openapi/document.ts";
import { type Schemas, said } from "./fields.ts";

/** An operation with the fields of its answer; no fields unless the answer is an object. */
export interface Answering {
  readonly operation: Operation;
  readonly answer: Schemas;
}

/** A handwritten method in `src/methods`. */
export interface Handwritten {
  /** As `namespace.method`. */
  readonly name: ByHand;
  /** An example call, for API.md. */
  readonly call: string;
  readonly does: string;
  /** The id of the operation behind it. */
  readonly operation: string;
  /** Whether it replaces the operation's generated method. */
  readonly replaces: boolean;
  /** Whether the operation has the shape the method needs. Another description may reuse the id for another shape. */
  fits(answering: Answering, description: Description): boolean;
  /** The required shape, in words for a remark. */
  readonly needs: string;
}

function isText({ type, enum: values }: Field = {}): boolean {
  return values === undefined && [type ?? []].flat().includes("string");
}

/** Whether the operation requires no parameter other than `limit`. */
function needsNothing({ query, pathFields }: Operation): boolean {
  const all = [query, pathFields].flatMap((fields = {}) => Object.entries(fields));
  return all.every(([name, field]) => name === "limit" || !field.required);
}

export const handwritten: readonly Handwritten[] = [
  {
    name: "messages.send",
    call: "wipsy.messages.send(message)",
    does: "Sends a message. The channel follows from the recipient.",
    operation: "sendMessage",
    replaces: true,
    fits({ operation }) {
      const { body = {}, query } = operation;
      const isBodyAlone = needsNothing(operation) && !query?.limit?.required;
      return isBodyAlone && isText(body.to) && isText(body.message);
    },
    needs: "a JSON body with the texts to and message, and nothing beside it",
  },
  {
    name: "chatButtons.list",
    call: "wipsy.chatButtons.list()",
    does: "The account's chat buttons.",
    operation: "getChats",
    replaces: false,
    fits({ operation, answer }, description) {
      const { query: { limit } = {}, body } = operation;
      const isAsked = limit !== undefined && !body;
      return isAsked && needsNothing(operation) && said(description, answer.schemas.chat_buttons).type === "array";
    },
    needs: "a query with a limit, and an answer with the array chat_buttons",
  },
];

/** Returns the handwritten methods for an operation's id, whatever its shape. */
function writtenFor({ id, agent }: Operation): Handwritten[] {
  return agent ? [] : handwritten.filter(({ operation }) => operation === id);
}

/** Returns the names of the handwritten methods that work with an operation's shape. */
export function byHand(answering: Answering, description: Description): ByHand[] {
  return writtenFor(answering.operation).flatMap((one) => (one.fits(answering, description) ? [one.name] : []));
}

/** Explains which handwritten methods an operation's shape rules out. Each string is the end of a sentence. */
export function unfitFor(operation: Operation): string[] {
  const missing = writtenFor(operation).filter(({ name }) => !operation.byHand?.includes(name));
  return missing.map((one) => `there is no wipsy.${one.name}, which needs ${one.needs}`);
}

/** Whether a handwritten method replaces the operation's generated one. */
export function isReplaced({ namespace, byHand: names = [] }: Operation): boolean {
  return handwritten.some((one) => one.replaces && names.includes(one.name) && one.name.startsWith(`${namespace}.`));
}

/** Returns the names in a namespace that handwritten methods take, so that no generated method reuses one. */
export function handwrittenNames(namespace: string, agent: boolean, there: readonly ByHand[]): string[] {
  return there
    .map((one) => one.split("."))
    .flatMap(([itsNamespace, name = ""]) => (!agent && itsNamespace === namespace ? [name] : []));
}
