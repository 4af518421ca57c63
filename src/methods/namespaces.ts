import { type Call, type CallOptions, callFrom } from "../call/call.ts";
import { type Shape, unexpected } from "../call/decode.ts";
import { refuse } from "../errors/refuse.ts";
import { checkWhole, type IterateOptions, iterationOf } from "../lists/iterate.ts";
import { itemShape, listShape, pageShape } from "../lists/page.ts";
import type { Position } from "../lists/pager.ts";
import type { Input, ListShape, Operation, Rows } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";

type Values = Readonly<Record<string, unknown>>;
type Options = CallOptions | undefined;

/** Calls an operation, for a client or for an agent. */
export type Invoke = <T>(operation: Operation, input: Input, options: Options, shape: Shape<T>) => Call<T>;

type Method = (...args: never[]) => unknown;

/** The methods of a namespace. Their signatures are in the generated types. */
export type Methods = Record<string, Method>;

/**
 * The operation with this id.
 *
 * @throws InputError if the table has no such operation
 */
export function operationOf(rows: Rows, id: string): Operation {
  const operation = typeof id === "string" && Object.hasOwn(rows, id) ? rows[id] : undefined;
  if (operation) return operation;
  return refuse("call", "id", `is not one of the operations: ${Object.keys(rows).join(", ")}`);
}

/** The whole answer, as decoded. */
export const wholeAnswer: Shape<unknown> = (answer) => answer;

/** The content of an answer's envelope; without an envelope, the whole answer. */
function contentShape({ unwrap }: Operation): Shape<unknown> {
  if (unwrap === undefined) return wholeAnswer;
  return (answer, exchange) => {
    const content = isRecord(answer) ? answer[unwrap] : undefined;
    if (!isRecord(content)) throw unexpected(exchange, `"${unwrap}" does not hold one item`);
    return content;
  };
}

/** A missing id must not become a request for all items. */
const idInput = (where: string, parameter: string, id: string | undefined): Input => ({
  [where]: { [parameter]: id ?? null },
});

function listMethods(operation: Operation, list: ListShape, invoke: Invoke): Methods {
  const { id } = list;
  let largest = 0;
  const all = {
    list: (values: Values = {}, options?: Options) =>
      callFrom(() => invoke(operation, { [list.in]: values }, options, pageShape(list, values?.limit))),
    iterate(given: Values = {}, options: IterateOptions = {}) {
      // A copy, so that later changes by the caller do not affect the next pages.
      const values = isRecord(given) ? { ...given } : given;
      checkWhole(operation, list, values);
      const { incomplete, checkpoint, ...others }: IterateOptions = Object(options);
      // Anything but an object is left as it is: the call refuses it.
      const inputOf = (position: Position) => (isRecord(values) ? { ...values, ...position } : values);
      const callOptions = isRecord(options) ? others : options;
      const ask = async (position: Position) => {
        const page = await invoke(operation, { [list.in]: inputOf(position) }, callOptions, listShape(list));
        largest = Math.max(largest, page.items.length);
        return page;
      };
      return iterationOf({ operation, list, ask, largest: () => largest }, { incomplete, checkpoint });
    },
  };
  if (id === undefined) return all;
  return {
    ...all,
    get: (one: string, options?: Options) =>
      invoke(operation, idInput("query", id, one), options, itemShape(list, one)),
  };
}

function methodsOf(operation: Operation, invoke: Invoke): Methods {
  const { id, name = id, verb, key = "", keyIn = "query", list } = operation;
  const content = contentShape(operation);
  if (verb === "list" && list) return listMethods(operation, list, invoke);
  const byId = (one: string, options?: Options) => invoke(operation, idInput(keyIn, key, one), options, content);
  const methods: Methods = {
    create: (body: Values, options?: Options) => invoke(operation, { body }, options, content),
    update: (one: string, body: Values, options?: Options) =>
      invoke(operation, { ...idInput(keyIn, key, one), body }, options, content),
    get: byId,
    delete: byId,
  };
  const plain = (input: Input = {}, options?: Options) => invoke(operation, input, options, content);
  const method = verb && methods[verb];
  return method ? { [verb]: method } : { [name]: plain };
}

/** The generated methods by namespace: a client's, or with `agent` those of an agent's handle. */
export function namespacesOf(rows: Rows, agent: boolean, invoke: Invoke): Record<string, Methods> {
  const namespaces: Record<string, Methods> = {};
  for (const operation of Object.values(rows)) {
    if (operation.handwritten || (operation.agent ?? false) !== agent) continue;
    namespaces[operation.namespace] = { ...namespaces[operation.namespace], ...methodsOf(operation, invoke) };
  }
  return namespaces;
}
