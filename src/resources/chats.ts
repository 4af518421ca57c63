import type { Types } from "../../generated/resources.ts";
import type { Call, CallOptions } from "../call.ts";
import type { Shape } from "../decode.ts";
import { unexpected } from "../decode.ts";
import { isRecord } from "../input.ts";
import { type Invoke, iterateOf, type Methods } from "../namespaces.ts";
import type { Api, Rows } from "../operation.ts";
import type { AnswerOf, Listed, Part } from "../types.ts";
import { checkWatch, type Watch, type WatchOptions, watchOf } from "../watch.ts";
import { type ChatsCheckpoint, chatFeed } from "./chat-feed.ts";

/** The buttons that an account has in its chats. */
export type ChatButtons<A extends Api = Types> =
  AnswerOf<A["operations"], "getChats"> extends { chat_buttons?: infer Buttons } ? NonNullable<Buttons> : never;

/** The chats of an account. */
export type Chats<A extends Api = Types> = Part<A["namespaces"], "chats"> &
  ("buttons" extends A["byHand"] ? Buttons<A> : unknown) &
  ("watch" extends A["byHand"] ? Watching<A> : unknown);

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

/** Watching the chats. */
export interface Watching<A extends Api> {
  /**
   * The chats as things happen in them, in place of the webhooks that the API has not: polls the largest window of chats,
   * and gives what is new or changed since the poll before, what happened longest ago first. Begins with what happens
   * from now on, or since `since`. `getChats` · partial · read.
   *
   * `new`: a chat that was not there before. `changed`: anything of it is different; `previous` is the chat as it was,
   * `undefined` when it was not seen before (right after a resume, or beyond the window). `gap`: in all chats of a full
   * window something had happened since the poll before, so that there may be others beyond it; after a restart right
   * behind a gap it can come again. That the window holds the chats in which something happened last is inferred. What
   * changes in a chat beyond the window shows when something happens in it.
   *
   * @throws InputError at once when an option is wrong. The loop over it throws what a poll fails with: at once when the
   *   policy would not try it again (401, no key, …; a function for the key that fails may pass), else when it has failed for ten of the longest waits.
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const wipsy = new Wipsy();
   * for await (const event of wipsy.chats.watch({ every: 5000, signal: AbortSignal.timeout(1000) })) {
   *   if (event.type === "gap") console.log("More has happened than can be seen.");
   *   else console.log(event.type, event.chat.id, event.chat.status);
   * }
   * ```
   */
  watch(options?: WatchChatsOptions): Watch<ChatEvent<Listed<A["namespaces"], "chats">>, ChatsCheckpoint>;
}

/** What can be set for watching chats. */
export interface WatchChatsOptions extends WatchOptions {
  /**
   * From when on: a time by the server's clock, or a `checkpoint` of an earlier watch.
   * @default from the first poll on
   */
  readonly since?: Date | ChatsCheckpoint | undefined;
}

/** What has happened to a chat; or that more may have happened than could be seen. */
export type ChatEvent<Chat = Listed<Types["namespaces"], "chats">> =
  | {
      readonly type: "new" | "changed";
      readonly chat: Chat;
      /** The chat before, where it was seen. */
      readonly previous: Chat | undefined;
    }
  | { readonly type: "gap" };

const buttonsShape: Shape<unknown[]> = (answer, exchange) => {
  const buttons = isRecord(answer) ? answer.chat_buttons : undefined;
  if (!Array.isArray(buttons)) throw unexpected(exchange, 'without "chat_buttons"');
  return buttons;
};

/** The generated methods of chats with those of {@link Chats}. */
export function chatsOf(generated: Methods | undefined, { getChats }: Rows, invoke: Invoke): Methods {
  if (getChats === undefined) return { ...generated };
  // The buttons come whole with any number of chats.
  const buttons = (options?: CallOptions) => invoke(getChats, { query: { limit: 1 } }, options, buttonsShape);
  const watch = (options: WatchChatsOptions = {}) => {
    checkWatch("chats.watch", options, ["every", "since"]);
    const { every: _, since, ...callOptions } = options;
    const feed = chatFeed(iterateOf(generated, "chats.watch"), since, callOptions);
    return watchOf("chats.watch", feed, options);
  };
  const { byHand = [] } = getChats;
  return {
    ...generated,
    ...(byHand.includes("buttons") && { buttons }),
    ...(byHand.includes("watch") && { watch }),
  };
}
