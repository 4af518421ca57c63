/** Cancels one attempt. */
export interface Cancellation {
  readonly isCanceled: boolean;
  /** Made when it is asked for: a signal costs as much as a tenth of a call. */
  readonly signal: AbortSignal;
  /** Calls `callback` when the attempt is canceled. */
  onCancel(callback: () => void): void;
  cancel(reason?: unknown): void;
  /** Forgets the callbacks: they refer to the request, which garbage collection would otherwise keep longer. */
  release(): void;
}

/** Makes the cancellation of an attempt. */
export function createCancellation(): Cancellation {
  let callbacks: (() => void)[] = [];
  let [isCanceled, why]: [boolean, unknown] = [false, undefined];
  let controller: AbortController | undefined;
  return {
    get isCanceled() {
      return isCanceled;
    },
    get signal() {
      controller ??= new AbortController();
      if (isCanceled) controller.abort(why);
      return controller.signal;
    },
    onCancel: (callback) => callbacks.push(callback),
    cancel(reason) {
      [isCanceled, why] = [true, reason];
      controller?.abort(reason);
      for (const callback of callbacks) callback();
    },
    release() {
      callbacks = [];
    },
  };
}
