export type * from "../generated/resources.ts";
export type { Answer, Call, CallOptions } from "./call.ts";
export { type Channel, type DetectChannel, detectChannel, type Recipient } from "./channel.ts";
export type { WipsyOptions } from "./client.ts";
export type { Secret } from "./credentials.ts";
export {
  AbortError,
  ApiError,
  AuthenticationError,
  ConnectionError,
  DecodeError,
  type ErrorName,
  InputError,
  isWipsyError,
  NotFoundError,
  type Outcome,
  PermissionError,
  RateLimitError,
  RedirectError,
  ServerError,
  TimeoutError,
  WipsyError,
} from "./errors.ts";
export type { Page } from "./list.ts";
export type { CheckedMessage, OutgoingMessage, Refused, SentMessage } from "./message.ts";
export type { Effect, Evidence } from "./operation.ts";
export type { Agent, AgentOptions } from "./resources/agent.ts";
export type { Chats } from "./resources/chats.ts";
export type { Messages } from "./resources/messages.ts";
export type { Fetch } from "./transport.ts";
export { Wipsy } from "./wipsy.ts";
