import type { Types } from "../../generated/resources.ts";
import type { Call, CallOptions } from "../call/call.ts";
import { type Shape, unexpected } from "../call/decode.ts";
import type { Api, Rows } from "../operation/table.ts";
import type { AnswerOf, Part } from "../operation/types.ts";
import { isRecord } from "../operation/values.ts";
import type { Invoke, Methods } from "./namespaces.ts";

/** The chat buttons of an account. */
export type ChatButtons<A extends Api = Types> = Part<A["namespaces"], "chatButtons"> &
  ("chatButtons.list" extends A["byHand"] ? ChatButtonMethods<A> : unknown);

/** The handwritten methods of `wipsy.chatButtons`. */
export interface ChatButtonMethods<A extends Api = Types> {
  /**
   * Lists the account's chat buttons. They come with every list of chats, so this asks for one chat. `getChats` ·
   * partial · read.
   *
   * @throws DecodeError if the answer has no `chat_buttons`; otherwise like every call.
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const wipsy = new Wipsy();
   * for (const button of await wipsy.chatButtons.list()) console.log(button.name, button.is_enabled);
   * ```
   */
  list(options?: CallOptions): Call<NonNullable<Part<AnswerOf<A["operations"], "getChats">, "chat_buttons">>>;
}

const buttonsShape: Shape<unknown[]> = (answer, exchange) => {
  const buttons = isRecord(answer) ? answer.chat_buttons : undefined;
  if (!Array.isArray(buttons)) throw unexpected(exchange, '"chat_buttons" is missing');
  return buttons;
};

/** The generated methods, with those of {@link ChatButtonMethods}. */
export function chatButtonsOf(generated: Methods | undefined, { getChats }: Rows, invoke: Invoke): Methods {
  if (!getChats?.byHand?.includes("chatButtons.list")) return { ...generated };
  // Every answer has all buttons, however few chats it has.
  const list = (options?: CallOptions) => invoke(getChats, { query: { limit: 1 } }, options, buttonsShape);
  return { ...generated, list };
}
