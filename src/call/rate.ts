import { Failed } from "../errors/failure.ts";
import { checkedOptions, must, mustBeSwitch, mustBeWhole } from "../errors/refuse.ts";
import type { Operation } from "../operation/table.ts";
import { within } from "./limits.ts";
import { longestTimer } from "./options.ts";

/**
 * How many requests a client makes. Retries count as requests.
 *
 * @example
 * ```ts
 * import { type Rate, Wipsy } from "wipsy-client";
 * const rate: Rate = { perSecond: 2, concurrency: 4 };
 * console.log((await new Wipsy({ rate }).chats.list()).items.length);
 * ```
 */
export interface Rate {
  /**
   * Maximum number of requests that start in a second, evenly spaced. Fractions are accepted.
   * @default no limit
   */
  readonly perSecond?: number | undefined;
  /**
   * Maximum number of requests under way at once.
   * @default no limit
   */
  readonly concurrency?: number | undefined;
  /**
   * Limits writes only. Reads are then not limited.
   * @default false
   */
  readonly writesOnly?: boolean | undefined;
}

/** A call's place in line, the milliseconds that it may still take, and the signal that ends it sooner. */
interface Turn {
  readonly ticket: number;
  readonly left: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** A call that waits for its next request. */
interface Waiting extends Turn {
  /** `due`: when its turn came. */
  readonly start: (due: number) => void;
  readonly fail: (why: Failed) => void;
}

/** By how much each answer after a pause widens the window. With 1, a window would let twice as many requests fail. */
const growth = 0.5;

/** Decides when requests start. */
export type Limiter = ReturnType<typeof createLimiter>;

/**
 * Makes a limiter. After a pause it starts one request, and more at once with each answer, so that the calls that waited
 * do not run into the server's limit together.
 */
export function createLimiter({ perSecond = Infinity, concurrency = Infinity }: Rate = {}) {
  const interval = 1000 / perSecond;
  let waiting: Waiting[] = [];
  /** When the next request may start. */
  let next = 0;
  let [tickets, running] = [0, 0];
  /** Maximum number of requests at once since the last pause. */
  let window = Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isFree = (now: number) => next <= now && running < Math.min(concurrency, window);
  const take = (due: number) => {
    running += 1;
    next = due + interval;
  };
  const startNext = (isTimer?: boolean) => {
    if (timer) clearTimeout(timer);
    const now = performance.now();
    while (isFree(now)) {
      const first = waiting.shift();
      if (!first) return;
      // A timer that fires late does not lower the rate.
      first.start(isTimer ? Math.max(next, now - interval) : now);
    }
    if (waiting.length > 0 && next > now)
      timer = setTimeout(startNext, Math.min(Math.ceil(next - now), longestTimer), true);
  };
  const failLate = () => {
    let wait = next - performance.now();
    waiting = waiting.filter(({ left, fail }) => {
      const isLate = wait >= left();
      if (isLate) fail(new Failed("tooLate", wait));
      else wait += interval;
      return !isLate;
    });
  };
  /** Ends a request. `pauseMs`: how long the server asks to wait. */
  const end = (pauseMs?: number) => {
    running -= 1;
    if (pauseMs === undefined) window += growth;
    else {
      [next, window] = [Math.max(next, performance.now() + pauseMs), 1];
      failLate();
    }
    startNext();
  };
  const wait = (turn: Turn, position: number) => {
    let entry: Waiting | undefined;
    let isStarted = false;
    const started = () =>
      new Promise<void>((resolve, fail) => {
        const start = (due: number) => {
          if (turn.left() <= 0) return fail(new Failed("tooLate"));
          take(due);
          isStarted = true;
          resolve();
        };
        entry = { ...turn, start, fail };
        waiting.splice(position, 0, entry);
      });
    return within({ timeout: turn.left(), signal: turn.signal }, started).catch((cut: Failed) => {
      waiting = waiting.filter((one) => one !== entry);
      if (isStarted) running -= 1;
      startNext();
      throw cut.failure === "timedOut" ? new Failed("tooLate") : cut;
    });
  };
  return {
    /** A call's place in line, which it keeps for its retries. */
    ticket: () => ++tickets,
    end,
    /**
     * Waits until a request may start; the lowest ticket comes first. Each start needs an `end`.
     *
     * @throws Failed if the signal is aborted, or the request cannot start in time
     */
    start(turn: Turn): Promise<void> | undefined {
      const now = performance.now();
      if (waiting.length === 0 && isFree(now)) return void take(now);
      const position = waiting.findLastIndex(({ ticket }) => ticket <= turn.ticket) + 1;
      const delay = next + position * interval - now;
      if (delay >= turn.left()) return Promise.reject(new Failed("tooLate", delay));
      const waited = wait(turn, position);
      startNext();
      return waited;
    },
  };
}

/**
 * Makes the limiters of a client, by operation.
 *
 * @throws InputError
 */
export function limitersOf(rate: Rate = {}): (operation: Operation) => Limiter {
  const { writesOnly, ...limits } = checkedOptions<Rate>("rate", rate, {
    perSecond: must("a number above 0", (value) => Number.isFinite(value) && Number(value) > 0),
    concurrency: mustBeWhole(1),
    writesOnly: mustBeSwitch,
  });
  const limiter = createLimiter(limits);
  const reads = writesOnly ? createLimiter() : limiter;
  return ({ effect }) => (effect === "read" ? reads : limiter);
}
