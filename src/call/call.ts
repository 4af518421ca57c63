import type { UnknownOutcomeError } from "../errors/classes.ts";
import { readable } from "../request/input.ts";

/**
 * Options of a single call. Every method takes them; each overrides the client's option of the same name.
 *
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * const controller = new AbortController();
 * await new Wipsy().chats.list({ limit: 10 }, { timeout: 5000, deadline: 20_000, signal: controller.signal });
 * ```
 */
export interface CallOptions {
  /** Aborts the call at once: it rejects with an `AbortError` whose `cause` is the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Timeout of one attempt, including reading its answer, in milliseconds.
   * @default 30000
   */
  readonly timeout?: number | undefined;
  /**
   * Deadline of the whole call, with all attempts and the waits between them, in milliseconds. If the next wait would
   * exceed it, the call fails at once.
   * @default 60000
   */
  readonly deadline?: number | undefined;
  /**
   * Maximum number of retries. Only safe calls are retried: see the guide on retries.
   * @default 2
   */
  readonly maxRetries?: number | undefined;
  /**
   * Maximum size of an answer, in bytes after decompression. Reading stops there: the call rejects with a `DecodeError`,
   * and a write with an `UnknownOutcomeError`, since it was most likely done.
   * @default 10000000
   */
  readonly maxResponseSize?: number | undefined;
  /** Headers to send besides the client's own. They cannot replace the key, the token or the content type. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Options of a write. */
export interface WriteOptions extends CallOptions {
  /**
   * Does the write once per key, whoever calls, in any process that shares the client's `idempotency` store. 1 to 255
   * characters, without personal data: the store keeps it. See the guide on sending once.
   */
  readonly idempotencyKey?: string | undefined;
}

/** A call's result with its HTTP response: see {@link Call.withResponse}. */
export interface Answer<T> {
  /** The result that the call itself resolves to. */
  readonly data: T;
  /** The HTTP answer: status and headers. Its body has been read. */
  readonly response: Response;
  /** Requests made. */
  readonly attempts: number;
}

/** An {@link Answer} whose response is made when it is asked for. */
export interface Answered<T> extends Omit<Answer<T>, "response"> {
  readonly response: () => Response;
}

/** A call under way: a promise of its result. */
export interface Call<T> extends Promise<T> {
  /**
   * The same call's result with its HTTP answer and the number of attempts. Makes no second request.
   *
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * const wipsy = new Wipsy();
   * const { data, response, attempts } = await wipsy.contacts.list({ limit: 10 }).withResponse();
   * console.log(data.items.length, response.status, attempts);
   * ```
   */
  withResponse(): Promise<Answer<T>>;
}

/** Whether a write was done: `"sent"` and `"not-sent"` are certain; anything else means unknown. */
export type Verdict = "sent" | "not-sent" | "unknown";

/**
 * Finds out whether a write with an unknown outcome was done. Called with the {@link UnknownOutcomeError}, at most once
 * for the call itself, if the `deadline` leaves time: keep that longer than `timeout`. With an idempotency key, it is also
 * called for an earlier call's outcome. `error.input` holds the input, `error.sentAt` the start of the call whose outcome
 * is unknown. `signal` is aborted if the call ends first.
 *
 * `"sent"`: the call resolves. `"not-sent"`: the call retries, and rejects as not sent when no retries are left.
 * Anything else, including a rejection: the call rejects with `error`.
 * Return `"not-sent"` only when the message certainly was not and will not be sent: one that does not show yet may still
 * be on its way.
 *
 * @example
 * ```ts
 * import { type Reconcile, Wipsy } from "wipsy-client";
 * const failedSends = new Set<string>();
 * const reconcile: Reconcile = async ({ sentAt }) => (failedSends.has(sentAt.toISOString()) ? "not-sent" : "unknown");
 * await new Wipsy().messages.send({ to: "+573188779043", message: "Hola" }, { reconcile });
 * ```
 */
export type Reconcile = (error: UnknownOutcomeError, context: { readonly signal: AbortSignal }) => Promise<Verdict>;

/** Turns the promise of an answer into a {@link Call}. */
export function callOf<T>(answer: Promise<Answered<T>>): Call<T> {
  const data = answer.then((got) => got.data);
  let made: Promise<Answer<T>> | undefined;
  return Object.assign(data, {
    withResponse() {
      // The caller now holds the returned promise; only its rejection should count as unhandled.
      data.catch(() => {});
      made ??= answer.then((got) => ({ ...got, response: got.response() }));
      return made;
    },
  });
}

/** Calls `make`; if it throws, returns a call that rejects with the error. */
export function callFrom<T>(make: () => Call<T>): Call<T> {
  try {
    return readable("call", make);
  } catch (error) {
    return callOf(Promise.reject(error));
  }
}
