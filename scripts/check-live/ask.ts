import { failureOfNetwork } from "../../src/call/retry.ts";
import type { Input, Operation } from "../../src/operation/table.ts";
import { authorization, type Credentials } from "../../src/request/credentials.ts";
import type { Json } from "./json.ts";
import { type ReadsOnly, timeout } from "./reads-only.ts";

/** What the server answered. */
export interface Answer {
  readonly status: number;
  /** Without its parameters; `undefined` where there is none, or none that can be read. */
  readonly contentType: string | undefined;
  /** The JSON; the text where it is none. */
  readonly body: Json;
  readonly isJson: boolean;
}

/** No whole answer came. `broken answer`: one began. */
export interface NoAnswer {
  readonly is: "no answer" | "broken answer";
  /** Without anything from the server but its status. */
  readonly why: string;
}

function parsed(text: string): Pick<Answer, "body" | "isJson"> {
  try {
    return { body: JSON.parse(text) as Json, isJson: true };
  } catch {
    return { body: text, isJson: false };
  }
}

/** The code of what `fetch` failed with, and no more: the words of an error can repeat what was sent. */
function codeOf(error: unknown): string {
  const { code } = Object(Object(error).cause) as { code?: unknown };
  return typeof code === "string" && /^[A-Z_]+$/.test(code) ? ` (${code})` : "";
}

/** Why no whole answer came; `status` is that of one which began. */
function reason(error: unknown, status: number | undefined): string {
  // Only the time ends a call. Right between the headers and the body it ends as an abort.
  const isLate = error instanceof Error && /^(Timeout|Abort)Error$/.test(error.name);
  const time = `within ${timeout / 1000} seconds`;
  if (status !== undefined)
    return `the answer (${status}) ${isLate ? `did not end ${time}` : `cannot be read to its end${codeOf(error)}`}`;
  if (isLate) return `no answer came ${time}`;
  return failureOfNetwork(error) === "lost"
    ? `no answer came${codeOf(error)}`
    : `the server cannot be reached${codeOf(error)}`;
}

/** Makes one call. */
export async function ask(
  reads: ReadsOnly,
  operation: Operation,
  { query = {}, body }: Input,
  credentials: Credentials,
): Promise<Answer | NoAnswer> {
  const headers = {
    accept: "application/json",
    ...(body !== undefined && { "content-type": "application/json" }),
    ...(await authorization(operation, credentials)),
  };
  const texts = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
  // Outside of the try: what is refused here is a fault of this program.
  const sent = reads({ operation, query: texts, body: body === undefined ? undefined : JSON.stringify(body), headers });
  let status: number | undefined;
  try {
    const response = await sent;
    status = response.status;
    const [contentType] = /^[\w.+-]+\/[\w.+-]+/.exec(response.headers.get("content-type") ?? "") ?? [];
    return { status, contentType, ...parsed(await response.text()) };
  } catch (error) {
    return { is: status === undefined ? "no answer" : "broken answer", why: reason(error, status) };
  }
}
