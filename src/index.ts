export type * from "../generated/resources.ts";
export type { Answer, Call, CallOptions, Reconcile, Verdict, WriteOptions } from "./call/call.ts";
export type { WipsyOptions } from "./call/client.ts";
export type { Facts, Logger } from "./call/observe.ts";
export type { Rate } from "./call/rate.ts";
export {
  type AnswerDetails,
  ApiError,
  AuthenticationError,
  DecodeError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from "./errors/answer.ts";
export {
  AbortError,
  ConnectionError,
  type ErrorDetails,
  HookError,
  IdempotencyError,
  IncompleteListError,
  InputError,
  type Outcome,
  RedirectError,
  TimeoutError,
  UnknownOutcomeError,
  WipsyError,
} from "./errors/classes.ts";
export { type ErrorName, isWipsyError } from "./errors/guard.ts";
export type { IdempotencyStore, KeyQuery, KeyRecord, KeyState } from "./idempotency/store.ts";
export type { Checkpoint, IterateOptions, Iteration } from "./lists/iterate.ts";
export type { Item, Page } from "./lists/page.ts";
export type { Agent, AgentMethods, AgentOptions } from "./methods/agent.ts";
export type { ChatButtonMethods, ChatButtons } from "./methods/chat-buttons.ts";
export type { SentQuery } from "./methods/find-sent.ts";
export type { IdempotencyKeys } from "./methods/keys.ts";
export type { MessageMethods, Messages, SendOptions } from "./methods/messages.ts";
export type { Api, Effect, Evidence, Input, OperationTable } from "./operation/table.ts";
export { type Channel, type DetectChannel, detectChannel, type Recipient } from "./recipient/channel.ts";
export type { Addressed, CheckedMessage, OutgoingMessage, Refused, SentMessage } from "./recipient/message.ts";
export type { Secret } from "./request/credentials.ts";
export type { Loose } from "./request/input.ts";
export type { NodeAgent } from "./transport/node.ts";
export type { Connection, Fetch, Hook, HookContext, Outgoing } from "./transport/types.ts";
export { type ClientMethods, Wipsy } from "./wipsy.ts";
