import type { Arrived } from "./request.ts";

/** An answer. A body that is not a string is sent as JSON. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The result of a request. */
export interface Outcome {
  readonly reply: Reply;
  /** How the answer reaches the client: whole, in part, not at all, or the connection was refused before. */
  readonly arrives: "whole" | "half" | "never" | "refused";
  /** How long the answer takes, in milliseconds. */
  readonly ms: number;
}

/** Answers requests from `fetch` or a port. */
export type Handle = (arrived: Arrived) => Outcome;

/** The text of an answer. */
export function textOf({ body }: Reply): string {
  if (body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** The headers of an answer, with the server's time. */
export function headersOf({ headers }: Reply, now: Date): Record<string, string> {
  return { "content-type": "application/json", date: now.toUTCString(), ...headers };
}
