import type { Doing } from "./results.ts";
import type { JsonSchema } from "./texts.ts";

/** What a call of a tool gets besides its arguments. */
export interface ToolCall {
  /** Aborted when the client cancels the call. */
  readonly signal: AbortSignal;
  /** Asks the user to confirm: `undefined` if the client cannot ask. */
  readonly confirm: ((question: string) => boolean) | undefined;
}

/** A tool, apart from any protocol. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly annotations: {
    readonly title: string;
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
  /** The schema of its arguments, which are checked before `run`. */
  readonly input: JsonSchema;
  /** The schema of its result. */
  readonly output: JsonSchema;
  /** What its errors must know. */
  readonly doing: Doing;
  /** Resolves to the result, a plain object. */
  readonly run: (args: Readonly<Record<string, unknown>>, call: ToolCall) => Promise<object>;
}

/** The schema of an object without other properties. */
export function closed(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema {
  return { type: "object", properties, required, additionalProperties: false };
}

/** The schema of a text. */
export const text = (description: string, more: JsonSchema = {}): JsonSchema => ({
  type: "string",
  description,
  ...more,
});

/** A schema for any value. Some clients complain about one without keywords, or with a list of types. */
export const anything: JsonSchema = {
  anyOf: ["string", "number", "boolean", "null", "object", "array"].map((type) => ({ type })),
};

/** The schema of a value from the API, which may have any type. */
export const value = (description: string): JsonSchema => ({ description, ...anything });
