import type { UnknownOutcomeError } from "../errors/classes.ts";
import { readable } from "../request/input.ts";

/**
 * What can be set for one call, on every method. Each wins over the client's option of the same name.
 *
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * const controller = new AbortController();
 * await new Wipsy().chats.list({ limit: 10 }, { timeout: 5000, deadline: 20_000, signal: controller.signal });
 * ```
 */
export interface CallOptions {
  /** Ends the call at once when aborted: it rejects with an `AbortError` whose `cause` is the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How long one request may take until its answer is read, in milliseconds.
   * @default 30000
   */
  readonly timeout?: number | undefined;
  /**
   * How long the whole call may take, with all its attempts and the waits between them, in milliseconds. A wait that
   * does not fit is not begun: the call fails at once.
   * @default 60000
   */
  readonly deadline?: number | undefined;
  /**
   * How often a request is made again at the most. Only what is safe is repeated: see the table in README.
   * @default 2
   */
  readonly maxRetries?: number | undefined;
  /**
   * How large an answer may be, in bytes after decompression. Reading a larger one stops there: the call rejects with a
   * `DecodeError`, and a write with an `UnknownOutcomeError`, since it was most likely done.
   * @default 10000000
   */
  readonly maxResponseSize?: number | undefined;
  /** Headers to send besides the client's own. They cannot replace the key, the token or the content type. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A call's result with what came along: see {@link Call.withResponse}. */
export interface Answer<T> {
  /** What the call resolves to by itself. */
  readonly data: T;
  /** The HTTP answer: status and headers. Its body has been read. */
  readonly response: Response;
  /** Requests made. */
  readonly attempts: number;
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

/** What became of a write: `"sent"` and `"not-sent"` are certain, anything else leaves it open. */
export type Verdict = "sent" | "not-sent" | "unknown";

/**
 * Asked once, for an {@link UnknownOutcomeError}, while the call's `deadline` leaves time: keep that longer than `timeout`.
 * `error.input` holds what was sent, `error.sentAt` when it began. `signal` is aborted when the call ends first.
 *
 * `"sent"`: the call resolves. `"not-sent"`: it goes on trying, and rejects as not sent when
 * no attempt is left. Anything else, a rejection too: it rejects with `error`.
 * Say `"not-sent"` only when it is certain, and cannot go out any more: a message that is not to be found yet may
 * still be on its way.
 *
 * @example
 * ```ts
 * import { type Reconcile, Wipsy } from "wipsy-client";
 * const sentInVain = new Set<string>();
 * const reconcile: Reconcile = async ({ sentAt }) => (sentInVain.has(sentAt.toISOString()) ? "not-sent" : "unknown");
 * await new Wipsy().messages.send({ to: "+573188779043", message: "Hola" }, { reconcile });
 * ```
 */
export type Reconcile = (error: UnknownOutcomeError, context: { readonly signal: AbortSignal }) => Promise<Verdict>;

/** Makes a {@link Call} of the work that is under way. */
export function callOf<T>(answer: Promise<Answer<T>>): Call<T> {
  const data = answer.then((got) => got.data);
  return Object.assign(data, {
    withResponse() {
      // The caller has turned from `data` to what is returned, whose rejection is reported if nobody handles it.
      data.catch(() => {});
      return answer.then((got) => got);
    },
  });
}

/** A call whose making may fail: what `make` throws becomes its rejection. */
export function callFrom<T>(make: () => Call<T>): Call<T> {
  try {
    return readable(undefined, make);
  } catch (error) {
    return callOf(Promise.reject(error));
  }
}
