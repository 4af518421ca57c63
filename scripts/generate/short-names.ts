import type { Operation } from "../../src/operation/table.ts";
import { pascalCase } from "../openapi/casing.ts";
import type { Description } from "../openapi/document.ts";
import { memoized } from "../openapi/memoize.ts";
import { freeName } from "./names.ts";

/** Names that a schema cannot have: those of TypeScript, of other generated types, and of the package's exports. */
export const takenNames: ReadonlySet<string> = new Set(
  (
    "Array Boolean Date Error Function Map NonNullable Number Object Omit Pick Promise Record Set String Symbol " +
    "AgentNamespaces AgentOperations Item Loose Namespaces Operations SchemaOf Types " +
    "AbortError Addressed Agent AgentEvent AgentMethods AgentOptions Answer AnswerDetails Api ApiError AuthenticationError Call CallOptions Channel " +
    "ChatButtonMethods ChatButtons ChatCheckpoint ChatEvent ChatsCheckpoint CheckedMessage Checkpoint ClientMethods Connection ConnectionError DecodeError DetectChannel " +
    "Effect ErrorDetails ErrorName Evidence Facts Fetch Hook HookContext HookError IdempotencyError IdempotencyKeys IdempotencyStore IncompleteListError Input InputError " +
    "IterateOptions Iteration KeyQuery KeyRecord KeyState Logger MessageMethods Messages MessagesCheckpoint NodeAgent NotFoundError OperationTable Outcome Outgoing OutgoingMessage Page " +
    "PermissionError Rate RateLimitError RawClient Recipient Reconcile RedirectError Refused Secret SendOptions SentMessage SentQuery " +
    "ServerError TimeoutError UnknownOutcomeError Verdict Watch WatchChatsOptions WatchMessagesOptions WatchOptions Wipsy " +
    "WipsyError WipsyOptions WriteOptions"
  ).split(" "),
);

/** Returns a schema's short name, with `_` at its end if taken; `undefined` if the name is not an identifier. */
function shortName(schema: string): string | undefined {
  if (!/^[A-Z]\w*$/.test(schema)) return undefined;
  return takenNames.has(schema) ? `${schema}_` : schema;
}

/** Maps schemas to their unique short names. Schemas without one are absent. */
export const shortNames = memoized((description: Description): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  const schemas = Object.keys(description.components?.schemas ?? {});
  for (const schema of schemas) {
    const name = shortName(schema);
    const isOthers = name !== schema && name !== undefined && schemas.includes(name);
    if (name !== undefined && !isOthers) names.set(schema, name);
  }
  return names;
});

/**
 * Names the input type of an operation's method: `ContactsQuery`, `NewContact`, `ContactChanges`, `LogoutInput`. A name
 * that is taken gets an underscore at its end. Adds the name to `taken`. Empty for `get` and `delete`.
 */
export function inputName({ id, verb }: Operation, taken: Set<string>): string {
  // TypeScript with an ES5 target rejects letters outside the Basic Multilingual Plane.
  const whole = pascalCase(id).replace(/[^\p{ID_Continue}]|[\u{10000}-\u{10ffff}]/gu, "");
  const noun = whole.replace(/^(Agent)?(Get|Create|Update|Delete)/, "$1");
  const names = { list: `${noun}Query`, create: `New${noun}`, update: `${noun}Changes`, get: "", delete: "" };
  const name = freeName(verb ? names[verb] : `${whole}Input`, (one) => taken.has(one));
  // An empty name stays free: making 900 of them unique with underscores takes half a second.
  if (name !== "") taken.add(name);
  return name;
}
