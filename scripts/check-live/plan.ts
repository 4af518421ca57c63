import type { AgentSession } from "../../src/index.ts";
import type { Input, Operation } from "../../src/operation/table.ts";
import { isObject, type Json, jsonType } from "./json.ts";
import { isRead } from "./reads-only.ts";

/** What there is to call with. */
export interface Means {
  readonly session: AgentSession | undefined;
  /** Whether operations that may not exist are asked for too. */
  readonly inferred: boolean;
  /** Ids that earlier answers gave, by the list that they are from: see {@link listKey}. */
  readonly ids: ReadonlyMap<string, string>;
}

/** Why an operation cannot be called, in words. `left out`: an option would ask for it, and was not given. */
export interface NotAsked {
  readonly is: "left out" | "not checked";
  readonly why: string;
}

/** How many items a list is asked for. */
const few = 20;

/** The reads of a table, those first that need nothing from another. */
export function readsOf(rows: Readonly<Record<string, Operation>>): Operation[] {
  const needs = (operation: Operation) => idsNeeded(operation).length;
  return Object.values(rows)
    .filter(isRead)
    .sort((a, b) => needs(a) - needs(b));
}

/** Names the list that an operation's items are from, and an id parameter finds them by: `chatId` those of `chats`. */
function listKey(namespace: string, agent: boolean): string {
  return `${agent ? "agent " : ""}${namespace}`;
}

const fieldsOf = ({ query, body }: Operation) => ({ ...query, ...body });

/** The required parameters of an operation that an earlier answer has to give. */
function idsNeeded(operation: Operation): string[] {
  return Object.entries(fieldsOf(operation))
    .filter(([name, field]) => field.required && name !== "agentSession")
    .map(([name]) => name);
}

function idFor(parameter: string, operation: Operation, { ids }: Means): string | undefined {
  const noun = parameter.replace(/_?Id$/i, "");
  return noun === parameter ? undefined : ids.get(listKey(`${noun}s`, operation.agent === true));
}

/** Remembers the id of the first item of a list, for the operations that need one. */
export function idOf(operation: Operation, answer: Json): [key: string, id: string] | undefined {
  const { list, namespace, agent } = operation;
  const items = list && isObject(answer) ? answer[list.items] : undefined;
  const first = Array.isArray(items) ? items[0] : undefined;
  const id = isObject(first) ? first.id : undefined;
  return typeof id === "string" && id !== "" ? [listKey(namespace, agent === true), id] : undefined;
}

function inputOf(operation: Operation, values: Readonly<Record<string, unknown>>): Input {
  const pick = (fields: object | undefined) =>
    fields && Object.fromEntries(Object.entries(values).filter(([name]) => name in fields));
  return { query: pick(operation.query), body: pick(operation.body) };
}

/** What an operation is called with, or why it cannot be called. */
export function inputFor(operation: Operation, means: Means): Input | NotAsked {
  const { auth, evidence, path } = operation;
  const fields = fieldsOf(operation);
  if (evidence === "inferred" && !means.inferred)
    return { is: "left out", why: "inferred, so it may not exist: --inferred asks for it" };
  if ((auth === "bearer" || "agentSession" in fields) && !means.session)
    return { is: "left out", why: "needs an agent's session: --session <file>" };
  // The guard compares whole paths.
  if (path.includes("{")) return { is: "not checked", why: "has a parameter in its path, and those are not asked for" };
  const values: Record<string, unknown> = { ...("agentSession" in fields && { agentSession: means.session }) };
  for (const name of idsNeeded(operation)) {
    values[name] = idFor(name, operation, means);
    if (values[name] === undefined) {
      const mayBeEmpty = /id$/i.test(name) ? ": there may be none in the account" : "";
      const why = `needs ${name}, which no answer gave${mayBeEmpty}`;
      return { is: "not checked", why };
    }
  }
  const { limit } = fields;
  if (limit) values.limit = Math.min(few, limit.maximum ?? few);
  return inputOf(operation, values);
}

/** What the same operation is called with to get one item of its list; `undefined`: it cannot, or there is none. */
export function oneFor(operation: Operation, answer: Json): Input | undefined {
  const id = idOf(operation, answer)?.[1];
  const parameter = operation.list?.id;
  return id === undefined || parameter === undefined ? undefined : inputOf(operation, { [parameter]: id });
}

/** An agent's session from the text of a file; nothing of it is in an error. */
export function sessionFrom(text: string): AgentSession {
  let session: unknown;
  try {
    session = JSON.parse(text);
  } catch {
    throw new Error("--session: the file is not JSON.");
  }
  const { agent, session: inner } = Object(session) as Partial<AgentSession>;
  if (jsonType((agent ?? null) as Json) !== "object" || typeof inner?.token !== "string") {
    throw new Error("--session: the file must hold an agent's session: { agent, permissions, session: { token } }.");
  }
  return session as AgentSession;
}
