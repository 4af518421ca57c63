/**
 * What repeating an operation does. `read` changes nothing; `idempotent` ends in the same
 * state however often it runs; `write` acts again each time (a second send is a second message).
 */
export type Effect = "read" | "idempotent" | "write";

/**
 * How well an operation is known. `documented`: printed on the vendor's reference pages.
 * `partial`: its page was read but was cut off. `inferred`: no page shows it; it follows the
 * pattern of the documented ones and may not exist.
 */
export type Evidence = "documented" | "partial" | "inferred";

/** The kinds of value that JSON knows. */
export type JsonType = "string" | "number" | "integer" | "boolean" | "array" | "object" | "null";

/** A parameter or a field of a body: the parts of its schema that are checked before sending. */
export interface Field {
  /** Absent: any type. */
  readonly type?: JsonType | readonly JsonType[];
  readonly required?: true;
  readonly enum?: readonly unknown[];
  readonly format?: "uuid";
  readonly minimum?: number;
  readonly maximum?: number;
  /** How an array is written in a query: as one text with commas. Absent: each item on its own. */
  readonly style?: "comma";
}

/** Parameters or body fields by name. */
export type Fields = Readonly<Record<string, Field>>;

/** The pagination of a list, if the description has any. */
export interface Paging {
  /**
   * What the parameter takes. `cursor`: a value from the previous page. `offset`: the number of items to skip. `page`: a
   * page number.
   */
  readonly by: "cursor" | "offset" | "page";
  /** The parameter's name. */
  readonly parameter: string;
  /** Where an answer has the next cursor, key by key; absent: the cursor is the last item's `id`. */
  readonly next?: readonly string[];
  /** Where an answer says whether there is more, key by key. */
  readonly more?: readonly string[];
  /**
   * The number of the first page.
   * @default 1
   */
  readonly first?: number;
}

/** The shape of an operation that answers with a list. */
export interface ListShape {
  /** Key of the answer that holds the items. */
  readonly items: string;
  /** Where the list's own parameters go. */
  readonly in: "query" | "body";
  /** The parameter that selects a single item, if the operation has one. */
  readonly id?: string;
  /**
   * How many items come when no `limit` is asked for: `null` where the operation has a `limit` but its default
   * is not known; absent where it has none.
   */
  readonly limit?: number | null;
  /** A field that names an item besides its `id`: the server can hold the same one twice. */
  readonly alias?: string;
  /** The field with the instant that puts the items in order. */
  readonly order?: string;
  /** Absent: `limit` is all there is. */
  readonly paging?: Paging;
}

/**
 * What an answer holds. `object`: a JSON object; `json`: any JSON; `text`: text; `none`: nothing;
 * `any`: JSON, or text where it is not JSON.
 */
export type AnswerKind = "object" | "json" | "text" | "none" | "any";

/** A method that is written by hand. */
export type ByHand = "messages.send" | "chatButtons.list";

/** One row of the operation table, `generated/operations.ts`: all that the client knows of an operation at run time. */
export interface Operation {
  /** The description's operationId. */
  readonly id: string;
  /** HTTP method, in capitals. */
  readonly method: "GET" | "PUT" | "POST" | "DELETE" | "PATCH";
  /** Path below the server's URL. */
  readonly path: string;
  readonly auth: "apiKey" | "bearer" | "none";
  /** Present where it can be called without a key or token, too. */
  readonly authOptional?: true;
  readonly effect: Effect;
  readonly evidence: Evidence;
  /** Where its method is: `wipsy[namespace]`, or `agent[namespace]` with {@link Operation.agent}. */
  readonly namespace: string;
  /** The method's name where it follows the naming rules; absent: it is named by its `name`, or else its `id`. */
  readonly verb?: "list" | "get" | "create" | "update" | "delete";
  /** The method's name where it has no verb and is not named by its `id`. */
  readonly name?: string;
  /** The parameter that `get(id)`, `update(id, …)` and `delete(id)` fill. */
  readonly key?: string;
  /** Where {@link Operation.key} goes. Absent: into the query. */
  readonly keyIn?: "path";
  /** Present on operations of an agent's handle. */
  readonly agent?: true;
  /** The methods written by hand that call it. Another description's operation of the same id may not be fit for them. */
  readonly byHand?: readonly ByHand[];
  /** Present where a method written by hand takes the place of the operation's own. */
  readonly handwritten?: true;
  readonly query?: Fields;
  readonly pathFields?: Fields;
  readonly headerFields?: Fields;
  /** Fields of the body; absent if the operation has no body, or the body is not an object. */
  readonly body?: Fields;
  /** Present where the body may have other fields than these. */
  readonly bodyOpen?: true;
  /** The check of a body that is not an object of fields. */
  readonly wholeBody?: Field;
  readonly bodyRequired?: true;
  /** The body's content type, which is JSON of some kind. Absent: `application/json`. */
  readonly contentType?: string;
  /** The `accept` header. Absent: none is sent, the answer is known to be JSON. */
  readonly accept?: string;
  /** What an answer holds, by its status, as `200`, `2XX` or `default`. Absent: always an object. */
  readonly answers?: Readonly<Record<string, AnswerKind>>;
  readonly list?: ListShape;
  /** The answer is an envelope, and its content is under this key. */
  readonly unwrap?: string;
}

/** Rows by operationId. */
export type Rows = Readonly<Record<string, Operation>>;

/** The types of one description's operations: what is generated beside its table. */
export interface Api {
  /** The namespaces of a client, by name. */
  readonly namespaces: object;
  /** The namespaces of an agent's handle, by name. */
  readonly agentNamespaces: object;
  /** What each operation is called with, and its whole answer, by its id. */
  readonly operations: object;
  /** Those of them that an agent's handle has. */
  readonly agentOperations: object;
  /** The methods written by hand that the operations are fit for. */
  readonly byHand: ByHand;
  /** The paths, as openapi-typescript has them. */
  readonly paths: object;
}

/** The operation table: all that a client knows of one description at run time, and with `Types` what the compiler knows. */
export interface OperationTable<Types extends Api = Api> {
  /** The description's version. */
  readonly version: string;
  /** The description's server. */
  readonly server: string;
  /** The header that carries the API key. */
  readonly apiKeyHeader: string;
  /** The operations, by operationId. */
  readonly rows: Rows;
  /** Always absent at run time: it carries the types. */
  readonly types?: Types;
}

/** What an operation is called with: the parts that it has. */
export interface Input {
  /** Query parameters by name. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** Parts of the path by name. */
  readonly path?: Readonly<Record<string, unknown>> | undefined;
  /** Headers that the description names, by name. */
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  /** Fields of the body; or the body itself where it is no object. */
  readonly body?: unknown;
}
