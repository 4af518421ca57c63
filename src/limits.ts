/** Thrown by {@link within} in place of the work's own outcome. */
export class Interrupted {
  constructor(
    readonly by: "timeout" | "signal",
    readonly reason: unknown,
  ) {}
}

/**
 * Runs `work` until it is done, `signal` is aborted or `timeout` milliseconds have gone, whichever comes first,
 * and settles then at once, even if the work does not listen to the signal it was given. Leaves no timer and no listener.
 *
 * @throws Interrupted when it was cut short; else what the work throws.
 */
export function within<T>(
  limits: { readonly timeout?: number | undefined; readonly signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { timeout, signal } = limits;
  return new Promise<T>((resolve, reject) => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const release = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const interrupt = (by: "timeout" | "signal", reason: unknown) => {
      release();
      reject(new Interrupted(by, reason));
      controller.abort();
    };
    const onAbort = () => interrupt("signal", signal?.reason);
    if (signal?.aborted) return onAbort();
    signal?.addEventListener("abort", onAbort);
    if (timeout !== undefined) timer = setTimeout(interrupt, timeout, "timeout", undefined);
    work(controller.signal).then(resolve, reject).finally(release);
  });
}
