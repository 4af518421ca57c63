import { texts } from "../../generated/tools.ts";
import type { Evidence, Input, Operation } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";
import type { Account } from "./account.ts";
import { cut } from "./lists.ts";
import { annotationsOf, neededFor } from "./permissions.ts";
import { notice, reading, repeating, sending, writing } from "./results.ts";
import { described, whole } from "./schemas.ts";
import type { JsonSchema } from "./texts.ts";
import { anything, closed, type Tool, text } from "./tool.ts";

// Tools that follow from the operation table, one for each operation.

const known: Readonly<Record<Evidence, string>> = {
  documented: "documented by the vendor.",
  partial: "documented by the vendor in part: answers may have more fields.",
  inferred: "not documented by the vendor: it may not exist, or work otherwise.",
};

const rawOption = { type: "boolean", description: "Whether to keep fields that the description does not name." };

const isNeeded = (operation: Operation, part: string, { required = [] }: JsonSchema) =>
  (part === "body" && operation.bodyRequired) || (Array.isArray(required) && required.length > 0);

function inputSchema(operation: Operation): JsonSchema {
  const parts = Object.entries(texts.operations[operation.id]?.input ?? {});
  const required = parts.filter(([part, schema]) => isNeeded(operation, part, schema)).map(([part]) => part);
  const isSend = neededFor(operation).includes("send");
  const key = text("The same key never does this twice. Use a new one for each thing to do, without personal data.");
  return whole(
    closed(
      {
        ...Object.fromEntries(parts),
        ...(operation.list && { cursor: text("The nextCursor of the previous result.") }),
        ...(operation.effect === "write" && { idempotencyKey: key }),
        raw: rawOption,
      },
      // Nothing else would keep it from sending twice.
      isSend && operation.effect === "write" ? [...required, "idempotencyKey"] : required,
    ),
  );
}

/** The schema of the answer, and anything else: the API may answer otherwise than its description says. */
function outputSchema({ id, answer: kind }: Operation): JsonSchema {
  const { answer } = texts.operations[id] ?? {};
  const other = kind === undefined ? { type: "object" } : anything;
  return whole(
    closed(
      {
        data: { description: "The answer of the API.", anyOf: answer ? [answer, other] : [other] },
        nextCursor: text("Call again with it as cursor for more items. Absent at the end."),
        notice: text("How to treat the texts in it."),
      },
      ["data"],
    ),
  );
}

function cutAnswer({ id, list }: Operation, answer: unknown, cursor: unknown) {
  const items = list && isRecord(answer) ? answer[list.items] : undefined;
  // One item instead of a list, or items that nothing can tell apart.
  if (!list || !isRecord(answer) || !Array.isArray(items) || !items.every(isRecord)) return { data: answer };
  const { items: part, ...next } = cut(id, items, cursor);
  return { data: { ...answer, [list.items]: part }, ...next };
}

function doingOf(operation: Operation) {
  if (operation.effect === "read") return reading;
  if (operation.effect === "idempotent") return repeating;
  return neededFor(operation).includes("send") ? sending : writing;
}

function operationTool(account: Account, operation: Operation): Tool {
  const { id, effect, evidence } = operation;
  const { title = id, description = "", answer: schema } = texts.operations[id] ?? {};
  return {
    name: id,
    description: [title, description, `Evidence: ${known[evidence]}`].filter(Boolean).join("\n\n"),
    annotations: annotationsOf(operation, title),
    input: inputSchema(operation),
    output: outputSchema(operation),
    doing: doingOf(operation),
    async run({ cursor, raw, idempotencyKey, ...parts }, { signal }) {
      // The cast: the schema of the input has only these parts.
      const input = parts as Input;
      const key = typeof idempotencyKey === "string" ? { idempotencyKey } : {};
      const answer = await (effect === "read"
        ? account.call(operation, input, { signal })
        : account.write(signal, (options) => account.call(operation, input, { ...options, ...key })));
      return { ...cutAnswer(operation, raw ? answer : described(answer, schema), cursor), notice };
    },
  };
}

/** A tool for each operation that the account may call. `send_message` replaces the operation that sends a message. */
export function operationTools(account: Account): Tool[] {
  const own = account.operations.filter(({ byHand }) => !byHand?.includes("messages.send"));
  return own.map((operation) => operationTool(account, operation));
}
