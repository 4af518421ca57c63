import { Failed } from "../errors/failure.ts";
import { type Cancellation, createCancellation } from "../transport/cancellation.ts";

/** The callbacks of each signal. One listener calls them all: Node warns of more than ten. */
const waiting = new WeakMap<AbortSignal, readonly [callbacks: Set<() => void>, notify: () => void]>();

function callAll(callbacks: Iterable<() => void>): void {
  for (const each of [...callbacks]) each();
}

/** Calls `callback` when `signal` is aborted, until the function that it returns is called. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const made = new Set<() => void>();
  const entry = waiting.get(signal) ?? ([made, () => callAll(made)] as const);
  const [callbacks, notify] = entry;
  waiting.set(signal, entry);
  if (callbacks.size === 0) signal.addEventListener("abort", notify);
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size === 0) signal.removeEventListener("abort", notify);
  };
}

/** How long work may take, in milliseconds, and the signal that ends it sooner. */
export interface Limits {
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` until it is done, `signal` is aborted or `timeout` has passed. If cut short, rejects at once and aborts
 * what `work` got. If already too late, does not start `work`. Leaves no timer or listener behind.
 * `work` must not throw synchronously.
 *
 * @throws Failed if cut short; otherwise whatever `work` rejects with
 */
export function within<T>({ timeout, signal }: Limits, work: (cancellation: Cancellation) => Promise<T>): Promise<T> {
  if (signal?.aborted) return Promise.reject(new Failed("aborted", signal.reason));
  if (timeout <= 0) return Promise.reject(new Failed("timedOut"));
  return new Promise<T>((resolve, reject) => {
    const cancellation = createCancellation();
    const release = () => {
      clearTimeout(timer);
      forget?.();
      cancellation.release();
    };
    const interrupt = (cut: Failed) => {
      reject(cut);
      cancellation.cancel();
      release();
    };
    const forget = signal && onAbort(signal, () => interrupt(new Failed("aborted", signal.reason)));
    const timer = setTimeout(() => interrupt(new Failed("timedOut")), timeout);
    work(cancellation).finally(release).then(resolve, reject);
  });
}

/**
 * Waits for `ms` milliseconds.
 *
 * @throws Failed if `signal` is aborted first
 */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await within({ timeout: ms, signal }, () => new Promise(() => {})).catch((cut: Failed) => {
    if (cut.failure === "aborted") throw cut;
  });
}
