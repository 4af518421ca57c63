import type { Call, CallOptions, OperationTable, Page } from "wipsy-client";
import { rowsOf } from "../../scripts/generate/rows.ts";
import { tiny } from "../generate/tiny.ts";

// A description of the tests' own: what it says stays, whatever openapi/wipsy.yaml is replaced by.

const json = (schema: string) => `content: { application/json: { schema: ${schema} } }`;
const ok = (schema: string) => `responses: { "200": { description: ok, ${json(schema)} } }`;
const data = ok(
  "{ type: object, properties: { data: { oneOf: [{ type: object }, { type: array, items: { type: object } }] } } }",
);
const inQuery = (name: string, rest: string, schema: string) =>
  `{ name: ${name}, in: query, ${rest} schema: { ${schema} } }`;
const uuid = "type: string, format: uuid";
const limit = (most: number, usual: number) =>
  inQuery("limit", "", `type: integer, minimum: 1, maximum: ${most}, default: ${usual}`);
const contact = `[${inQuery("contactId", "required: true,", uuid)}]`;
const body = `requestBody: { required: true, ${json("{ type: object, properties: { name: { type: string } } }")} }`;
const chat =
  "{ type: object, required: [agentSession, chatId], properties: { agentSession: { type: object }, chatId: { type: string }, limit: { type: integer } } }";

const { rows } = rowsOf(
  tiny(
    ["Contacts", "Chats", "Messages", "Tags", "Agents"],
    `
paths:
  /api-get-contacts: { get: { operationId: getContacts, tags: [Contacts], parameters: [${inQuery("contactId", "", uuid)}, ${limit(500, 100)}], ${data} } }
  /api-update-contact: { put: { operationId: updateContact, tags: [Contacts], parameters: ${contact}, ${body}, ${ok("{ type: object }")} } }
  /api-delete-contact: { delete: { operationId: deleteContact, tags: [Contacts], parameters: ${contact}, ${ok("{ type: object }")} } }
  /api-get-chats: { get: { operationId: getChats, tags: [Chats], parameters: [${limit(100, 50)}], ${data} } }
  /api-get-tags: { get: { operationId: getTags, tags: [Tags], ${data} } }
  /agent-get-messages: { post: { operationId: agentGetMessages, tags: [Agents], security: [{ token: [] }], requestBody: { required: true, ${json(chat)} }, ${ok("{ type: object, properties: { messages: { type: array, items: { type: object } } } }")} } }
components: { securitySchemes: { token: { type: http, scheme: bearer } } }`,
  ),
);

type List = (query?: object, options?: CallOptions) => Call<Page<object>>;

interface Session {
  readonly agent: object;
  readonly session: { readonly token: string };
}

/** The types of these operations, as far as the tests use them. */
interface CrmTypes {
  namespaces: {
    contacts: {
      list: List;
      get(id: string): Call<object>;
      update(id: string, body: object): Call<object>;
      delete(id: string): Call<object>;
    };
    chats: { list: List };
    tags: { list: List };
  };
  agentNamespaces: { messages: { list: List } };
  operations: object;
  agentOperations: { agentGetMessages: { input: { body: { agentSession: Session } }; answer: object } };
  byHand: never;
  paths: object;
}

/** Contacts, chats, tags, and the messages that an agent sees. */
export const crm: OperationTable<CrmTypes> = {
  version: "1.0.0",
  server: "https://api.example.com",
  apiKeyHeader: "x-api-key",
  rows: Object.fromEntries(rows.map(({ operation }) => [operation.id, operation])),
};
