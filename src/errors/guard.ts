import { orElse, own } from "../operation/values.ts";
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
  IdempotencyError,
  IncompleteListError,
  InputError,
  RedirectError,
  TimeoutError,
  UnknownOutcomeError,
  WipsyError,
} from "./classes.ts";

type Named =
  | (AuthenticationError | DecodeError | NotFoundError | PermissionError | RateLimitError | ServerError)
  | (AbortError | ConnectionError | HookError | IdempotencyError | IncompleteListError)
  | (InputError | RedirectError | TimeoutError | UnknownOutcomeError);

/** The classes by name. */
type Classes = { readonly [Found in Named as Found["name"]]: Found } & {
  readonly ApiError: ApiError;
  readonly WipsyError: WipsyError;
};

/** The names of the error classes, as {@link isWipsyError} takes them. */
export type ErrorName = keyof Classes;

/**
 * Whether `error` is an error of this package, of class `name` or a subclass.
 *
 * Compares names, so it works where `instanceof` fails: across realms, and when a program loads the package twice (by
 * `import` and by `require`).
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
): error is Classes[Name] {
  // A foreign getter or proxy can throw.
  const kinds = orElse(() => kindsOf(Object(error)), []);
  return kinds.includes("WipsyError") && kinds.includes(name ?? "WipsyError");
}

/** The `kind` of each class of the prototype chain. */
function kindsOf(error: object): unknown[] {
  const link = Object.getPrototypeOf(error);
  return link ? [own(Object(Reflect.get(link, "constructor")), "kind"), ...kindsOf(link)] : [];
}
