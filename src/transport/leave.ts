import type { Progress } from "./types.ts";

/**
 * Marks a request as sent, right before it leaves. Returns `false` if it must not leave: the attempt has ended, or a paused
 * process woke up after its claim of an idempotency key had expired.
 */
export function leave(progress: Progress): boolean {
  if (progress.cancellation.isCanceled || Date.now() >= (progress.expires ?? Infinity)) return false;
  progress.stage = "sent";
  return true;
}
