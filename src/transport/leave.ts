import { Failed } from "../errors/failure.ts";
import type { Progress } from "./types.ts";

/**
 * Marks a request as sent, right before it leaves.
 *
 * @throws Failed or the signal's reason if the attempt was given up: it may have been reported as not sent
 */
export function leave(progress: Progress): void {
  progress.signal.throwIfAborted();
  if (Date.now() >= (progress.expires ?? Infinity)) throw new Failed("timedOut");
  progress.stage = "sent";
}
