/** Thrown by {@link within} in place of the work's own outcome. */
export class Interrupted {
  constructor(
    readonly by: "timeout" | "signal",
    /** The signal's reason. */
    readonly reason?: unknown,
  ) {}
}

interface Listening {
  readonly callbacks: Set<() => void>;
  readonly notify: () => void;
}

/** One listener for each signal, whatever the number of calls that share it: Node warns of more than ten. */
const listening = new WeakMap<AbortSignal, Listening>();

/** Calls `callback` when `signal` is aborted, until what it returns is called. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let entry = listening.get(signal);
  if (entry === undefined) {
    const callbacks = new Set<() => void>();
    const notify = () => {
      for (const each of [...callbacks]) each();
    };
    entry = { callbacks, notify };
    listening.set(signal, entry);
    signal.addEventListener("abort", notify);
  }
  const { callbacks, notify } = entry;
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size > 0 || listening.get(signal)?.notify !== notify) return;
    listening.delete(signal);
    signal.removeEventListener("abort", notify);
  };
}

/** How long work may take, in milliseconds, and what may end it sooner. */
export interface Limits {
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` until it is done, `signal` is aborted or `timeout` has gone, whichever comes first, and settles then at
 * once, having called `end` when it was cut short. Does not begin when it is too late already. Leaves no timer and no
 * listener. `work` must not throw by itself: what goes wrong is its promise's rejection.
 *
 * @throws Interrupted when it was cut short; else what the work rejects with.
 */
export function within<T>({ timeout, signal }: Limits, work: () => Promise<T>, end?: () => void): Promise<T> {
  if (signal?.aborted) return Promise.reject(new Interrupted("signal", signal.reason));
  if (timeout <= 0) return Promise.reject(new Interrupted("timeout"));
  return new Promise<T>((resolve, reject) => {
    const release = () => {
      clearTimeout(timer);
      forget?.();
    };
    const interrupt = (interrupted: Interrupted) => {
      release();
      reject(interrupted);
      end?.();
    };
    const forget = signal && onAbort(signal, () => interrupt(new Interrupted("signal", signal.reason)));
    const timer = setTimeout(() => interrupt(new Interrupted("timeout")), timeout);
    work().then(
      (done) => {
        release();
        resolve(done);
      },
      (failure: unknown) => {
        release();
        reject(failure);
      },
    );
  });
}

/** As {@link within}, for work that listens to a signal: it is aborted when the work was cut short. */
export function withSignal<T>(limits: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  return within(
    limits,
    () => work(controller.signal),
    () => controller.abort(),
  );
}

/**
 * Waits, in milliseconds.
 *
 * @throws Interrupted when `signal` is aborted first.
 */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const forever = () => new Promise<never>(() => {});
  await within({ timeout: ms, signal }, forever).catch((cut: Interrupted) => {
    if (cut.by === "signal") throw cut;
  });
}
