/** A signal that is aborted on Ctrl-C, after some seconds, or when the reader closes the pipe, as `head` does. */
export function stopAfter(seconds?: number): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
  process.stdout.on("error", () => stop.abort());
  if (seconds !== undefined) setTimeout(() => stop.abort(), seconds * 1000).unref();
  return stop.signal;
}
