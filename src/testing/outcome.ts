import type { Arrived } from "./request.ts";

/** An answer: a status and what becomes its JSON, or the text as it is. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What becomes of a request. */
export interface Outcome {
  readonly reply: Reply;
  /** How the answer reaches the client: whole, in part, not at all, or the connection was refused before. */
  readonly arrives: "whole" | "half" | "never" | "refused";
  /** How long the answer takes, in milliseconds. */
  readonly ms: number;
}

/** What answers requests, wherever they come from. */
export type Handle = (arrived: Arrived) => Outcome;

/** The text of an answer. */
export function textOf({ body }: Reply): string {
  if (body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** The headers of an answer, with the server's clock. */
export function headersOf({ headers }: Reply, now: Date): Record<string, string> {
  return { "content-type": "application/json", date: now.toUTCString(), ...headers };
}
