export type { RawClient } from "../generated/client.ts";
export type * from "../generated/resources.ts";
export {
  type AnswerDetails,
  ApiError,
  AuthenticationError,
  DecodeError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from "./answer-errors.ts";
export type { Answer, Call, CallOptions } from "./call.ts";
export { type Channel, type DetectChannel, detectChannel, type Recipient } from "./channel.ts";
export type { WipsyOptions } from "./client.ts";
export type { Secret } from "./credentials.ts";
export {
  AbortError,
  ConnectionError,
  type ErrorDetails,
  HookError,
  IncompleteListError,
  InputError,
  type Outcome,
  RedirectError,
  TimeoutError,
  UnknownOutcomeError,
  WipsyError,
} from "./errors.ts";
export type { Loose } from "./input.ts";
export { type ErrorName, isWipsyError } from "./is-wipsy-error.ts";
export type { Checkpoint, IterateOptions, Iteration } from "./iterate.ts";
export type { Item, Page } from "./list.ts";
export type { Addressed, CheckedMessage, OutgoingMessage, Refused, SentMessage } from "./message.ts";
export type { Facts, Logger } from "./observe.ts";
export type { Api, Effect, Evidence, Input, OperationTable } from "./operation.ts";
export type { Reconcile, Verdict } from "./reconcile.ts";
export type { Agent, AgentEvent, AgentOptions, WatchMessagesOptions } from "./resources/agent.ts";
export type { ChatsCheckpoint } from "./resources/chat-feed.ts";
export type { ChatEvent, Chats, WatchChatsOptions } from "./resources/chats.ts";
export type { ChatCheckpoint, MessagesCheckpoint } from "./resources/message-state.ts";
export type { Messages, SendOptions } from "./resources/messages.ts";
export type { Fetch, Hook, HookContext, Outgoing } from "./transport.ts";
export type { Watch, WatchOptions } from "./watch.ts";
export { Wipsy } from "./wipsy.ts";
