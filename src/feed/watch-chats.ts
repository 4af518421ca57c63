import type { Types } from "../../generated/resources.ts";
import { refuse } from "../errors/refuse.ts";
import type { Listed } from "../operation/types.ts";
import { type ChatsCheckpoint, chatFeed, type Iterate } from "./chat-feed.ts";
import { anything, checkWatch, type Watch, type WatchOptions, watchOf } from "./watch.ts";

/** What can be set for watching chats. */
export interface WatchChatsOptions extends WatchOptions {
  /**
   * Where to begin: the checkpoint of an earlier feed, or a time by the server's clock.
   * @default what happens from the first poll on
   */
  readonly checkpoint?: ChatsCheckpoint | Date | undefined;
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

/**
 * The chats of an account as things happen in them, instead of webhooks, which the API does not have: polls the largest page
 * of chats, and gives what is new or changed since the poll before, the oldest first. It begins with what happens from now
 * on, or at `checkpoint`. Reads `getChats`, which is partly documented.
 *
 * `new`: a chat that was not there before. `changed`: anything of it is different; `previous` is the chat as it was,
 * `undefined` when it was not seen before (right after a restart, or beyond the page). `gap`: something had happened in all
 * chats of a full page since the poll before, so that there may be others beyond it; after a restart right behind a gap it
 * can come again. That the page holds the most recent chats is inferred. A change of a chat beyond the page shows when
 * something happens in that chat.
 *
 * @throws InputError at once when an option is wrong. The loop throws what a poll fails with: at once when the retry policy
 *   rules it out (401, no key, …; a function for the key may fail now and then), else when polls have failed for ten of the
 *   longest polling intervals.
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { watchChats } from "wipsy-client/feed";
 * const wipsy = new Wipsy();
 * for await (const event of watchChats(wipsy, { every: 5000, signal: AbortSignal.timeout(1000) })) {
 *   if (event.type === "gap") console.log("More has happened than can be seen.");
 *   else console.log(event.type, event.chat.id, event.chat.status);
 * }
 * ```
 */
export function watchChats<Client extends object>(
  wipsy: Client,
  options: WatchChatsOptions = {},
): Watch<ChatEvent<Listed<Client, "chats">>, ChatsCheckpoint> {
  const about = "watchChats";
  const { chats } = Object(wipsy) as { readonly chats?: { readonly iterate?: Iterate } };
  if (typeof chats?.iterate !== "function") return refuse(about, "wipsy", "has no list of chats");
  checkWatch(about, options, { every: anything, checkpoint: anything });
  const { every: _, checkpoint, ...callOptions } = options;
  const feed = chatFeed(chats.iterate, checkpoint, callOptions);
  // The cast: the feed gives the rows of the client's own list.
  return watchOf(about, feed, options) as Watch<never, ChatsCheckpoint>;
}
