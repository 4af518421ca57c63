import { failureOfNetwork } from "../../src/call/retry.ts";
import type { Input, Operation } from "../../src/operation/table.ts";
import { authorization, type Credentials } from "../../src/request/credentials.ts";
import type { Problem } from "./plan.ts";
import { type ReadsOnly, timeout } from "./reads-only.ts";

/** What the server answered. */
export interface Answer {
  readonly status: number;
  /** Without its parameters; `undefined` if there is none. */
  readonly contentType: string | undefined;
  /** The parsed JSON, or the text if it is not JSON. */
  readonly body: unknown;
  readonly isJson: boolean;
}

function parsed(text: string): Pick<Answer, "body" | "isJson"> {
  try {
    return { body: JSON.parse(text), isJson: true };
  } catch {
    return { body: text, isJson: false };
  }
}

/** Why no complete answer came. It shows only the error's code: its message can repeat what was sent. */
function problemOf(error: unknown, status: number | undefined): Problem {
  const { code } = Object(Object(error).cause) as { code?: unknown };
  const detail = typeof code === "string" && /^[A-Z_]+$/.test(code) ? ` (${code})` : "";
  const kind = status === undefined ? "no answer" : "broken answer";
  const what = status === undefined ? "no answer came" : `the answer (${status}) could not be read`;
  // Only the timeout ends a request; between headers and body it does so with an AbortError.
  const isLate = error instanceof Error && /^(Timeout|Abort)Error$/.test(error.name);
  if (isLate) return { kind, why: `${what} within ${timeout / 1000} seconds` };
  const isUnreached = status === undefined && failureOfNetwork(error) !== "lost";
  return { kind, why: `${isUnreached ? "the server cannot be reached" : what}${detail}` };
}

/** Makes one call. */
export async function ask(
  reads: ReadsOnly,
  operation: Operation,
  input: Input,
  credentials: Credentials,
): Promise<Answer | Problem> {
  const type = input.body !== undefined && { "content-type": "application/json" };
  const headers = { accept: "application/json", ...type, ...(await authorization(operation, credentials)) };
  // Outside the try: a refusal of the guard is a bug of this program.
  const sent = reads(operation, input, headers);
  let status: number | undefined;
  try {
    const response = await sent;
    status = response.status;
    const [contentType] = /^[\w.+-]+\/[\w.+-]+/.exec(response.headers.get("content-type") ?? "") ?? [];
    return { status, contentType, ...parsed(await response.text()) };
  } catch (error) {
    return problemOf(error, status);
  }
}
