import type { ByHand, Field, Operation } from "../../src/operation/table.ts";
import type { Description } from "../openapi/document.ts";
import { type Schemas, said } from "./fields.ts";

/** An operation with what it answers, as far as that is an object of fields. */
export interface Answering {
  readonly operation: Operation;
  readonly answer: Schemas;
}

/** A method that is written by hand in `src/methods`. */
export interface Handwritten {
  /** Its namespace and its own name. */
  readonly name: ByHand;
  /** How it is called, for API.md. */
  readonly call: string;
  readonly does: string;
  /** The id of the operation behind it. */
  readonly operation: string;
  /** Whether it takes the place of the operation's own method, which is then not generated. */
  readonly replaces: boolean;
  /** Whether that operation takes and gives what the method relies on. Another one can have the same id. */
  fits(answering: Answering, description: Description): boolean;
  /** What it relies on, in words. */
  readonly needs: string;
}

function isText({ type, enum: values }: Field = {}): boolean {
  return values === undefined && [type ?? []].flat().includes("string");
}

/** Whether no parameter must be given but a `limit`. */
function needsNothing({ query, pathFields, headerFields }: Operation): boolean {
  const all = [query, pathFields, headerFields].flatMap((fields = {}) => Object.entries(fields));
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
      const { query: { limit } = {}, body, wholeBody } = operation;
      const isAsked = limit !== undefined && !body && !wholeBody;
      return isAsked && needsNothing(operation) && said(description, answer.schemas.chat_buttons).type === "array";
    },
    needs: "a query with a limit, and an answer with the array chat_buttons",
  },
];

/** The methods written by hand that are there for an operation of this id, whatever its shape. */
function writtenFor({ id, agent }: Operation): Handwritten[] {
  return agent ? [] : handwritten.filter(({ operation }) => operation === id);
}

/** The methods written by hand that call an operation, as far as it has what they rely on. */
export function byHand(answering: Answering, description: Description): ByHand[] {
  return writtenFor(answering.operation).flatMap((one) => (one.fits(answering, description) ? [one.name] : []));
}

/** Which methods an operation is not fit for that are written by hand for one of its id, and why: a sentence's end for each. */
export function unfitFor(operation: Operation): string[] {
  const missing = writtenFor(operation).filter(({ name }) => !operation.byHand?.includes(name));
  return missing.map((one) => `there is no wipsy.${one.name}, which needs ${one.needs}`);
}

/** Whether an operation's method is written by hand in place of a generated one. */
export function isReplaced({ namespace, byHand: names = [] }: Operation): boolean {
  return handwritten.some((one) => one.replaces && names.includes(one.name) && one.name.startsWith(`${namespace}.`));
}

/** Which names in a namespace these methods have: no generated one has the same. */
export function handwrittenNames(namespace: string, agent: boolean, there: readonly ByHand[]): string[] {
  return there
    .map((one) => one.split("."))
    .flatMap(([itsNamespace, name = ""]) => (!agent && itsNamespace === namespace ? [name] : []));
}
