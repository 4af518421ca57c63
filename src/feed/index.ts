export type { ChatsCheckpoint } from "./chat-feed.ts";
export type { ChatCheckpoint, MessagesCheckpoint } from "./message-state.ts";
export type { Watch, WatchOptions } from "./watch.ts";
export { type ChatEvent, type WatchChatsOptions, watchChats } from "./watch-chats.ts";
export { type AgentEvent, type WatchMessagesOptions, watchMessages } from "./watch-messages.ts";
