/**
 * The effect of an operation. `read` changes nothing; `idempotent` leaves the same state however often it runs; `write`
 * acts again each time (a second send is a second message).
 */
export type Effect = "read" | "idempotent" | "write";

/**
 * How well an operation is documented. `documented`: on the vendor's reference pages. `partial`: on a page that was cut
 * off. `inferred`: on no page; it follows the pattern of the documented ones and may not exist.
 */
export type Evidence = "documented" | "partial" | "inferred";

/** The types of JSON Schema. */
export type JsonType = "string" | "number" | "integer" | "boolean" | "array" | "object" | "null";

/** A parameter or body field: the parts of its schema that are checked before sending. */
export interface Field {
  /** Absent: any type. */
  readonly type?: JsonType | readonly JsonType[];
  readonly required?: true;
  readonly enum?: readonly unknown[];
  readonly format?: "uuid";
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Parameters or body fields by name. */
export type Fields = Readonly<Record<string, Field>>;

/** The pagination of a list, if the description has any. */
export interface Paging {
  /**
   * What the parameter holds. `cursor`: a value from the previous page. `offset`: the number of items to skip. `page`:
   * a page number.
   */
  readonly by: "cursor" | "offset" | "page";
  /** The parameter's name. */
  readonly parameter: string;
  /** The path to the next cursor in an answer, key by key. Absent: the cursor is the last item's `id`. */
  readonly next?: readonly string[];
  /** The path to the flag that says whether there are more items, key by key. */
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
  /** The default of `limit`: `null` if it is unknown, absent if the operation has no `limit`. */
  readonly limit?: number | null;
  /** Another field that identifies an item: the server can store the same item under two ids. */
  readonly alias?: string;
  /** The timestamp field that sorts the items. */
  readonly order?: string;
  /** Absent: the list has no pagination besides `limit`. */
  readonly paging?: Paging;
}

/** A handwritten method. */
export type ByHand = "messages.send" | "chatButtons.list";

/** One row of the operation table, `generated/operations.ts`: everything known about an operation at run time. */
export interface Operation {
  /** The description's operationId. */
  readonly id: string;
  /** HTTP method, in capitals. */
  readonly method: "GET" | "PUT" | "POST" | "DELETE" | "PATCH";
  /** Path below the server's URL. */
  readonly path: string;
  readonly auth: "apiKey" | "bearer" | "none";
  /** Present if it can also be called without a key or token. */
  readonly authOptional?: true;
  readonly effect: Effect;
  readonly evidence: Evidence;
  /** The namespace of its method: `wipsy[namespace]`, or `agent[namespace]` with {@link Operation.agent}. */
  readonly namespace: string;
  /** The method's name if it follows the naming rules. Absent: the name is `name`, or else `id`. */
  readonly verb?: "list" | "get" | "create" | "update" | "delete";
  /** The method's name if it has no verb and differs from `id`. */
  readonly name?: string;
  /** The parameter that takes the id of `get(id)`, `update(id, …)` and `delete(id)`. */
  readonly key?: string;
  /** Where {@link Operation.key} goes. Absent: in the query. */
  readonly keyIn?: "path";
  /** Present on agent operations. */
  readonly agent?: true;
  /** The handwritten methods that call it. In another description, the operation with this id may not suit them. */
  readonly byHand?: readonly ByHand[];
  /** Present if a handwritten method replaces the generated one. */
  readonly handwritten?: true;
  readonly query?: Fields;
  readonly pathFields?: Fields;
  /** Fields of the body; absent if the operation has no body. */
  readonly body?: Fields;
  /** Present if the body may have other fields as well. */
  readonly bodyOpen?: true;
  readonly bodyRequired?: true;
  /** The content of its answers. `json`: any JSON; `any`: JSON, text or nothing. Absent: a JSON object. */
  readonly answer?: "json" | "any";
  readonly list?: ListShape;
  /** The envelope's key that holds the content, if the answer is an envelope. */
  readonly unwrap?: string;
}

/** Rows by operationId. */
export type Rows = Readonly<Record<string, Operation>>;

/** The types of one description's operations, generated beside its table. */
export interface Api {
  /** The namespaces of a client, by name. */
  readonly namespaces: object;
  /** The namespaces of an agent's handle, by name. */
  readonly agentNamespaces: object;
  /** The input and the whole answer of each operation, by id. */
  readonly operations: object;
  /** The agent operations among them. */
  readonly agentOperations: object;
  /** The handwritten methods that the operations support. */
  readonly byHand: ByHand;
  /** The paths, as openapi-typescript writes them. */
  readonly paths: object;
}

/** The operation table: everything a client knows about one description at run time, with its types in `Types`. */
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

/** The input of an operation: each part that it takes. */
export interface Input {
  /** Query parameters by name. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** Path parameters by name. */
  readonly path?: Readonly<Record<string, unknown>> | undefined;
  /** The body, an object of fields. */
  readonly body?: unknown;
}
