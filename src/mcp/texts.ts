/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What the description says of one operation, for a tool. */
export interface OperationTexts {
  /** A few words. */
  readonly title?: string;
  readonly description?: string;
  /** Schemas of its parameters and its body, by part. */
  readonly input: { readonly query?: JsonSchema; readonly path?: JsonSchema; readonly body?: JsonSchema };
  /** Schema of its answer; absent if the answer is not JSON or not described. */
  readonly answer?: JsonSchema;
}

/** What the description says in words and schemas, as `npm run generate` writes it for the tools. */
export interface ApiTexts {
  /** By operationId. */
  readonly operations: Readonly<Record<string, OperationTexts>>;
  /** Shared schemas by name; references have the form `#/$defs/Name`. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}
