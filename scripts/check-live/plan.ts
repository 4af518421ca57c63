import type { AgentSession } from "../../src/index.ts";
import type { Input, Operation, Rows } from "../../src/operation/table.ts";
import { isRecord } from "../../src/operation/values.ts";
import { isRead } from "./reads-only.ts";

/** Why an operation was not checked. `left out`: only for want of an option; `not asked`: it cannot be called. */
export interface Problem {
  readonly kind: "left out" | "not asked" | "no answer" | "broken answer";
  readonly why: string;
}

/** What the calls can be made with. */
export interface Given {
  readonly session: AgentSession | undefined;
  /** Whether to call inferred operations, too. */
  readonly inferred: boolean;
  /** Ids from earlier answers, by {@link listKey}. */
  readonly ids: Map<string, string>;
}

/** The `limit` of lists. */
const pageSize = 20;

const fieldsOf = ({ query, body }: Operation) => ({ ...query, ...body });

/** The required parameters that must come from an earlier answer. */
function needsOf(operation: Operation): string[] {
  const fields = Object.entries(fieldsOf(operation));
  return fields.filter(([name, { required }]) => required && name !== "agentSession").map(([name]) => name);
}

/** The reads of a table, with those first that need nothing from another. */
export function readsOf(rows: Rows): Operation[] {
  const reads = Object.values(rows).filter(isRead);
  return reads.sort((a, b) => needsOf(a).length - needsOf(b).length);
}

/** Names a list: an agent sees other items than the account. */
const listKey = (namespace: string, agent = false) => `${agent ? "agent " : ""}${namespace}`;

function firstId({ list }: Operation, answer: unknown): string | undefined {
  const items = list && isRecord(answer) ? answer[list.items] : undefined;
  const id: unknown = Array.isArray(items) ? Object(items[0]).id : undefined;
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** Keeps the id of the first item of a list, for the operations that need one. */
export function keepId({ ids }: Given, operation: Operation, answer: unknown): void {
  const id = firstId(operation, answer);
  if (id !== undefined) ids.set(listKey(operation.namespace, operation.agent), id);
}

/** `chatId` is the id of one of `chats`. */
function idFor({ ids }: Given, { agent }: Operation, parameter: string): string | undefined {
  const [, noun] = /^(.+?)_?Id$/i.exec(parameter) ?? [];
  return ids.get(listKey(`${noun}s`, agent));
}

function inputOf({ query = {}, body }: Operation, values: Readonly<Record<string, unknown>>): Input {
  const pick = (fields: object) => Object.fromEntries(Object.entries(values).filter(([name]) => name in fields));
  return { query: pick(query), body: body && pick(body) };
}

/** What to call an operation with, or why it cannot be called. */
export function inputFor(operation: Operation, given: Given): Input | Problem {
  const fields = fieldsOf(operation);
  if (operation.evidence === "inferred" && !given.inferred)
    return { kind: "left out", why: "inferred, so it may not exist; --inferred asks for it" };
  if ((operation.auth === "bearer" || "agentSession" in fields) && !given.session)
    return { kind: "left out", why: "needs an agent's session: --session <file>" };
  // The guard compares complete paths.
  if (operation.path.includes("{"))
    return { kind: "not asked", why: "has a path parameter, which check:live does not fill in" };
  const needs = needsOf(operation).map((name) => [name, idFor(given, operation, name)] as const);
  const missing = needs.filter(([, id]) => id === undefined).map(([name]) => name);
  if (missing.length > 0) return { kind: "not asked", why: `needs ${missing.join(", ")}, which no earlier answer had` };
  const limit = Math.min(pageSize, fields.limit?.maximum ?? pageSize);
  return inputOf(operation, { ...Object.fromEntries(needs), limit, agentSession: given.session });
}

/** What to call the same operation with to get the first item alone; `undefined` if there is no way to. */
export function inputForOne(operation: Operation, answer: unknown): Input | undefined {
  const id = firstId(operation, answer);
  const parameter = operation.list?.id;
  return id === undefined || parameter === undefined ? undefined : inputOf(operation, { [parameter]: id });
}
