import { type ErrorName, isWipsyError } from "../errors/guard.ts";
import type { Texts } from "./texts/language.ts";

/** The exit codes of the commands. `generate` and `diff` exit with 3 if something breaks. */
export const exitCodes = { done: 0, failed: 1, incomplete: 2, unknown: 4, partly: 5, stopped: 130 } as const;

function codeOf(error: unknown): number {
  // Also when Ctrl-C ended the call: the message may be on its way.
  if (isWipsyError(error) && error.operation === "sendMessage" && error.outcome === "unknown") return exitCodes.unknown;
  // EPIPE: the reader has closed the pipe, as `head` does.
  const isStopped = isWipsyError(error, "AbortError") || Reflect.get(Object(error), "code") === "EPIPE";
  return isStopped ? exitCodes.stopped : exitCodes.failed;
}

/** What to print about an error, as one line of text or of JSON, and the exit code. The line holds no personal data. */
export function failureOf(error: unknown, message: string, t: Texts, json: boolean): { line: string; code: number } {
  const code = codeOf(error);
  const known = isWipsyError(error) ? error : undefined;
  if (json) return { line: JSON.stringify({ error: known ?? { name: "Error", message }, exitCode: code }), code };
  if (code === exitCodes.stopped) return { line: t("stopped"), code };
  // The cast: every error has the name of a class. In English, its own message is enough.
  const own = known && t(`error.${known.name as ErrorName}`);
  return { line: own ? `${own} (${message})` : message, code };
}
