import type { Operation } from "../../src/operation/table.ts";
import type { Description } from "../openapi/document.ts";
import { oncePer } from "../openapi/once.ts";
import { pascalCase } from "../openapi/words.ts";
import { freeName } from "./names.ts";

/** Names that are taken: by TypeScript itself, by what is generated beside the schemas, or by what the package exports. */
export const takenNames: ReadonlySet<string> = new Set(
  (
    "Array Boolean Date Error Function Map NonNullable Number Object Omit Pick Promise Record Set String Symbol " +
    "AgentNamespaces AgentOperations Item Loose Namespaces Operations SchemaOf Types " +
    "AbortError Addressed Agent AgentEvent AgentMethods AgentOptions Answer AnswerDetails Api ApiError AuthenticationError Call CallOptions Channel " +
    "ChatButtonMethods ChatButtons ChatCheckpoint ChatEvent ChatsCheckpoint CheckedMessage Checkpoint ClientMethods Connection ConnectionError DecodeError DetectChannel " +
    "Effect ErrorDetails ErrorName Evidence Facts Fetch Hook HookContext HookError IdempotencyError IdempotencyKeys IdempotencyStore IncompleteListError Input InputError " +
    "IterateOptions Iteration KeyQuery KeyRecord KeyState Logger MessageMethods Messages MessagesCheckpoint NodeAgent NotFoundError OperationTable Outcome Outgoing OutgoingMessage Page " +
    "PermissionError RateLimitError RawClient Recipient Reconcile RedirectError Refused Secret SendOptions SentMessage " +
    "ServerError TimeoutError UnknownOutcomeError Verdict Watch WatchChatsOptions WatchMessagesOptions WatchOptions Wipsy " +
    "WipsyError WipsyOptions WriteOptions"
  ).split(" "),
);

/** The name by which a schema can be called: its own, with an underscore at its end where that is taken; `undefined` where it is no name. */
function shortName(schema: string): string | undefined {
  if (!/^[A-Z]\w*$/.test(schema)) return undefined;
  return takenNames.has(schema) ? `${schema}_` : schema;
}

/** The schemas of a description that can be called by a name, and by which: one name is one schema's. */
export const shortNames = oncePer((description: Description): ReadonlyMap<string, string> => {
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
 * The name for the type of what an operation's method takes: `ContactsQuery`, `NewContact`, `ContactChanges`, `LogoutInput`;
 * with an underscore at its end where that is `taken`. It is taken then.
 */
export function inputName({ id, verb }: Operation, taken: Set<string>): string {
  // Compilers for ES5 do not take letters beyond the basic plane.
  const whole = pascalCase(id).replace(/[^\p{ID_Continue}]|[\u{10000}-\u{10ffff}]/gu, "");
  const noun = whole.replace(/^(Agent)?(Get|Create|Update|Delete)/, "$1");
  const names = { list: `${noun}Query`, create: `New${noun}`, update: `${noun}Changes`, get: "", delete: "" };
  const name = freeName(verb ? names[verb] : `${whole}Input`, (one) => taken.has(one));
  taken.add(name);
  return name;
}
