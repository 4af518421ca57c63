import type { Types } from "../../generated/resources.ts";
import type { Call, CallOptions } from "../call/call.ts";
import { type Shape, unexpected } from "../call/decode.ts";
import type { Api, Rows } from "../operation/table.ts";
import type { AnswerOf, Part } from "../operation/types.ts";
import { isRecord } from "../operation/values.ts";
import type { Invoke, Methods } from "./namespaces.ts";

/** The buttons that an account has in its chats. */
export type ChatButtons<A extends Api = Types> =
  AnswerOf<A["operations"], "getChats"> extends { chat_buttons?: infer Buttons } ? NonNullable<Buttons> : never;

/** The chats of an account. */
export type Chats<A extends Api = Types> = Part<A["namespaces"], "chats"> &
  ("buttons" extends A["byHand"] ? Buttons<A> : unknown);

/** Reading the buttons. */
export interface Buttons<A extends Api> {
  /**
   * The account's chat buttons, which come along with every list of chats. `getChats` · partial · read.
   *
   * @throws DecodeError when the answer holds no buttons; ApiError, ConnectionError and the others as every call.
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const wipsy = new Wipsy();
   * for (const button of await wipsy.chats.buttons()) console.log(button.name, button.is_enabled);
   * ```
   */
  buttons(options?: CallOptions): Call<ChatButtons<A>>;
}

const buttonsShape: Shape<unknown[]> = (answer, exchange) => {
  const buttons = isRecord(answer) ? answer.chat_buttons : undefined;
  if (!Array.isArray(buttons)) throw unexpected(exchange, 'without "chat_buttons"');
  return buttons;
};

/** The generated methods of chats with those of {@link Chats}. */
export function chatsOf(generated: Methods | undefined, { getChats }: Rows, invoke: Invoke): Methods {
  if (!getChats?.byHand?.includes("buttons")) return { ...generated };
  // The buttons come whole with any number of chats.
  const buttons = (options?: CallOptions) => invoke(getChats, { query: { limit: 1 } }, options, buttonsShape);
  return { ...generated, buttons };
}
