import { UnknownOutcomeError, WipsyError } from "wipsy-client";

/**
 * The error that a call rejects with. Fails the test if the call resolves or rejects with anything but a `WipsyError`.
 */
export async function failureOf(call: Promise<unknown>): Promise<WipsyError> {
  const [settled] = await Promise.allSettled([call]);
  if (settled.status === "fulfilled") throw new Error("the call resolved, where an error was expected");
  if (!(settled.reason instanceof WipsyError)) throw new Error("no WipsyError", { cause: settled.reason });
  return settled.reason;
}

/** The error that `make` throws. Fails the test if it throws nothing, or anything but a `WipsyError`. */
export function thrownBy(make: () => unknown): WipsyError {
  try {
    make();
  } catch (error) {
    if (error instanceof WipsyError) return error;
    throw new Error("no WipsyError", { cause: error });
  }
  throw new Error("nothing was thrown, where an error was expected");
}

/** The error of the attempt itself: for an unknown outcome, the cause of the error. */
export async function attemptFailureOf(call: Promise<unknown>): Promise<WipsyError> {
  const error = await failureOf(call);
  return error instanceof UnknownOutcomeError ? error.cause : error;
}
