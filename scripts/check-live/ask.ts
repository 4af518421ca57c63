import { authorization, type Credentials } from "../../src/credentials.ts";
import type { Input, Operation } from "../../src/operation.ts";
import type { Json } from "./json.ts";
import type { ReadsOnly } from "./reads-only.ts";

/** What the server answered. */
export interface Answer {
  readonly status: number;
  /** Without its parameters; `undefined` where there is none, or none that can be read. */
  readonly contentType: string | undefined;
  /** The JSON; the text where it is none. */
  readonly body: Json;
  readonly isJson: boolean;
}

/** No answer came: why, without anything from the server. */
export interface Silence {
  readonly silence: string;
}

function parsed(text: string): Pick<Answer, "body" | "isJson"> {
  try {
    return { body: JSON.parse(text) as Json, isJson: true };
  } catch {
    return { body: text, isJson: false };
  }
}

/** The reason why no answer came; codes only, as the words of an error can repeat what was sent. */
function reason(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "no answer in time";
  const { code } = Object((error as { cause?: unknown }).cause) as { code?: unknown };
  return typeof code === "string" && /^[A-Z_]+$/.test(code) ? `no connection (${code})` : "no connection";
}

/** Makes one call. */
export async function ask(
  reads: ReadsOnly,
  operation: Operation,
  { query = {}, body }: Input,
  credentials: Credentials,
): Promise<Answer | Silence> {
  const headers = {
    accept: "application/json",
    ...(body !== undefined && { "content-type": "application/json" }),
    ...(await authorization(operation, credentials)),
  };
  const texts = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
  // Outside of the try: what is refused here is a fault of this program.
  const sent = reads({ operation, query: texts, body: body === undefined ? undefined : JSON.stringify(body), headers });
  try {
    const response = await sent;
    const [contentType] = /^[\w.+-]+\/[\w.+-]+/.exec(response.headers.get("content-type") ?? "") ?? [];
    return { status: response.status, contentType, ...parsed(await response.text()) };
  } catch (error) {
    return { silence: reason(error) };
  }
}
