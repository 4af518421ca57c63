// Checked by `tsc`, never run: what compiles must compile, and what is marked must not.
import { expectTypeOf } from "vitest";
import { type ErrorName, isWipsyError, type Outcome, type RateLimitError, type WipsyError } from "wipsy-client";

declare const error: unknown;

if (isWipsyError(error)) {
  expectTypeOf(error).toEqualTypeOf<WipsyError>();
  expectTypeOf(error.outcome).toEqualTypeOf<Outcome>();
  expectTypeOf(error.operation).toEqualTypeOf<string | undefined>();
  // @ts-expect-error: only an answer has a status
  error.status;
}
if (isWipsyError(error, "RateLimitError")) {
  expectTypeOf(error).toEqualTypeOf<RateLimitError>();
  expectTypeOf(error.retryAfterMs).toEqualTypeOf<number | undefined>();
}
if (isWipsyError(error, "InputError")) expectTypeOf(error.field).toEqualTypeOf<string>();
// @ts-expect-error: no class of this package
isWipsyError(error, "TypeError");
expectTypeOf<"NotFoundError">().toExtend<ErrorName>();
expectTypeOf<Outcome>().toEqualTypeOf<"not-sent" | "rejected" | "unknown">();
