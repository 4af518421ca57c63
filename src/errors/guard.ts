import type {
  ApiError,
  AuthenticationError,
  DecodeError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from "./answer.ts";
import type {
  AbortError,
  ConnectionError,
  HookError,
  IncompleteListError,
  InputError,
  RedirectError,
  TimeoutError,
  UnknownOutcomeError,
  WipsyError,
} from "./classes.ts";

/** The classes by their names. */
interface Classes {
  readonly WipsyError: typeof WipsyError;
  readonly InputError: typeof InputError;
  readonly ConnectionError: typeof ConnectionError;
  readonly TimeoutError: typeof TimeoutError;
  readonly AbortError: typeof AbortError;
  readonly RedirectError: typeof RedirectError;
  readonly DecodeError: typeof DecodeError;
  readonly UnknownOutcomeError: typeof UnknownOutcomeError;
  readonly IncompleteListError: typeof IncompleteListError;
  readonly HookError: typeof HookError;
  readonly ApiError: typeof ApiError;
  readonly AuthenticationError: typeof AuthenticationError;
  readonly PermissionError: typeof PermissionError;
  readonly NotFoundError: typeof NotFoundError;
  readonly RateLimitError: typeof RateLimitError;
  readonly ServerError: typeof ServerError;
}

/** The names of the error classes, as {@link isWipsyError} takes them. */
export type ErrorName = keyof Classes;

/**
 * Whether `error` is one of this package's errors, of class `name` or one below it.
 *
 * Goes by name, so it holds where `instanceof` does not: across realms, and when a program has loaded
 * the package twice (once by `import`, once by `require`).
 *
 * @example
 * ```ts
 * import { isWipsyError, Wipsy } from "wipsy-client";
 * const wipsy = new Wipsy();
 * const contact = await wipsy.contacts.get("4f6d2a10-93c7-4b58-8e21-5a0b7c9d1e32").catch((error) => {
 *   if (isWipsyError(error, "NotFoundError")) return undefined;
 *   throw error;
 * });
 * console.log(contact === undefined ? "no such contact" : "found");
 * ```
 */
export function isWipsyError<Name extends ErrorName = "WipsyError">(
  error: unknown,
  name?: Name,
): error is InstanceType<Classes[Name]> {
  if (typeof error !== "object" || error === null) return false;
  let found = false;
  try {
    for (let link: unknown = Object.getPrototypeOf(error); link; link = Object.getPrototypeOf(link)) {
      const own: unknown = Object.hasOwn(link, "name") ? Reflect.get(link, "name") : undefined;
      found ||= own === (name ?? "WipsyError");
      if (own === "WipsyError") return found;
    }
  } catch {
    // A getter or a proxy of somebody else's, which throws.
  }
  return false;
}
