import type { AgentSession } from "../../src/index.ts";
import type { Input, Operation } from "../../src/operation/table.ts";
import { isObject } from "../openapi/walk.ts";
import type { Problem } from "./ask.ts";

/** What the calls can be made with. */
export interface Given {
  readonly session: AgentSession | undefined;
  /** Whether to call inferred operations, too. */
  readonly inferred: boolean;
  /** Ids from earlier answers, by namespace: an agent sees other items than the account. */
  readonly ids: Map<string, string>;
}

/** The `limit` of lists. */
const pageSize = 20;

const fieldsOf = ({ query, body }: Operation) => ({ ...query, ...body });
const listKey = (namespace: string, agent = false) => `${agent ? "agent " : ""}${namespace}`;

/** The required parameters that must come from an earlier answer. */
export function needsOf(operation: Operation): string[] {
  const fields = Object.entries(fieldsOf(operation));
  return fields.filter(([name, { required }]) => required && name !== "agentSession").map(([name]) => name);
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
  const ids = needsOf(operation).map((name) => [name, idFor(given, operation, name)] as const);
  const missing = ids.filter(([, id]) => id === undefined).map(([name]) => name);
  if (missing.length > 0) return { kind: "not asked", why: `needs ${missing.join(", ")}, which no earlier answer had` };
  const limit = Math.min(pageSize, fields.limit?.maximum ?? pageSize);
  return inputOf(operation, { ...Object.fromEntries(ids), limit, agentSession: given.session });
}

/**
 * What to call the same operation with to get the first item of its list alone; `undefined` if there is no way to. The id
 * of that item is kept for the operations that need one.
 */
export function inputForOne(operation: Operation, { ids }: Given, answer: unknown): Input | undefined {
  const { list, namespace, agent } = operation;
  const items = list && isObject(answer) ? answer[list.items] : undefined;
  const id: unknown = Array.isArray(items) ? Object(items[0]).id : undefined;
  if (typeof id !== "string" || id === "") return undefined;
  ids.set(listKey(namespace, agent), id);
  return list?.id === undefined ? undefined : inputOf(operation, { [list.id]: id });
}
