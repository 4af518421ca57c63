export { type ChatEvent, type ChatsCheckpoint, type WatchChatsOptions, watchChats } from "./chats.ts";
export { type DeliveryOptions, waitForDelivery, watchDelivery } from "./delivery.ts";
export type { DeliveryChange, DeliveryState, SentReference } from "./delivery-state.ts";
export type { ChatCheckpoint, MessagesCheckpoint } from "./message-state.ts";
export { type AgentEvent, type WatchMessagesOptions, watchMessages } from "./messages.ts";
export type { Watch, WatchOptions } from "./watch.ts";
