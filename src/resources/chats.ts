import { operations } from "../../generated/operations.ts";
import type { Namespaces, Operations } from "../../generated/resources.ts";
import type { Call, CallOptions } from "../call.ts";
import { unexpected } from "../decode.ts";
import type { Shape } from "../execute.ts";
import { isRecord } from "../input.ts";
import type { Invoke, Methods } from "../namespaces.ts";

type ChatsAnswer = Operations["getChats"]["answer"];

/** A button that an account has in its chats. */
export type ChatButtons = NonNullable<ChatsAnswer["chat_buttons"]>;

/** The chats of an account. */
export type Chats = Namespaces["chats"] & {
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
  buttons(options?: CallOptions): Call<ChatButtons>;
};

const buttonsShape: Shape<ChatButtons> = (answer, exchange) => {
  const buttons = isRecord(answer) ? answer.chat_buttons : undefined;
  if (!Array.isArray(buttons)) throw unexpected(exchange, 'without "chat_buttons"');
  return buttons;
};

/** The generated methods of chats with those of {@link Chats}. */
export function chatsOf(generated: Methods | undefined, invoke: Invoke): Methods {
  // The buttons come whole with any number of chats.
  const buttons = (options?: CallOptions) =>
    invoke(operations.getChats, { query: { limit: 1 } }, options, buttonsShape);
  return { ...generated, buttons };
}
