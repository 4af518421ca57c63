import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  AbortError,
  ApiError,
  AuthenticationError,
  ConnectionError,
  DecodeError,
  type ErrorName,
  HookError,
  IdempotencyError,
  IncompleteListError,
  InputError,
  isWipsyError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  RedirectError,
  ServerError,
  TimeoutError,
  UnknownOutcomeError,
  Wipsy,
  WipsyError,
} from "wipsy-client";
import { attemptFailureOf, thrownBy } from "../support/failure.ts";
import { serve } from "../support/server.ts";

const classes = {
  WipsyError,
  InputError,
  ConnectionError,
  TimeoutError,
  IdempotencyError,
  AbortError,
  RedirectError,
  DecodeError,
  UnknownOutcomeError,
  IncompleteListError,
  HookError,
  ApiError,
  AuthenticationError,
  PermissionError,
  NotFoundError,
  RateLimitError,
  ServerError,
};

/** Each class and its base class. */
const parents: Record<ErrorName, ErrorName | undefined> = {
  WipsyError: undefined,
  InputError: "WipsyError",
  ConnectionError: "WipsyError",
  TimeoutError: "WipsyError",
  IdempotencyError: "WipsyError",
  AbortError: "WipsyError",
  RedirectError: "WipsyError",
  DecodeError: "WipsyError",
  UnknownOutcomeError: "WipsyError",
  IncompleteListError: "WipsyError",
  HookError: "WipsyError",
  ApiError: "WipsyError",
  AuthenticationError: "ApiError",
  PermissionError: "ApiError",
  NotFoundError: "ApiError",
  RateLimitError: "ApiError",
  ServerError: "ApiError",
};
const names = Object.keys(parents) as ErrorName[];

/** A class's name and those of its base classes. */
function lineOf(name: ErrorName): ErrorName[] {
  const parent = parents[name];
  return parent === undefined ? [name] : [name, ...lineOf(parent)];
}

/** An error of each class, made without the network. */
function made(name: ErrorName): WipsyError {
  const answer = {
    status: 400,
    headers: new Headers(),
    body: {},
    reason: "no",
    code: undefined,
    retryAfterMs: undefined,
  };
  // One set of details serves all: each class takes what it knows.
  const lost = { sentAt: new Date(0), check: "look", input: {}, cause: new WipsyError("why", { outcome: "unknown" }) };
  const details = {
    operation: "getChats",
    outcome: "rejected",
    attempts: 1,
    field: "to",
    read: 3,
    limit: 3,
    ...answer,
  } as const;
  if (name === "UnknownOutcomeError") return new classes[name]("what happened", { ...details, ...lost });
  if (name === "IdempotencyError") return new classes[name]("what happened", { ...details, reason: "store" });
  return new classes[name]("what happened", details);
}

afterEach(() => {
  vi.resetModules();
});

describe.each(names)("%s", (name) => {
  test("has its name in the stack, too", () => {
    const error = made(name);
    expect(error.name).toBe(name);
    expect(String(error)).toBe(`${name}: what happened`);
    expect(Object.keys(error)).not.toContain("name");
    expect(inspect(error)).toMatch(new RegExp(`^${name}: what happened\\n`));
  });

  test("has a name that can be set, like any Error", () => {
    const error = made(name);
    error.name = "NoStock";
    expect(String(error)).toBe("NoStock: what happened");
    expect(error.toJSON().name).toBe("NoStock");
    expect(isWipsyError(error, name)).toBe(true);
    expect(Object.hasOwn(made(name), "name")).toBe(false);
  });

  test("is an instance of its base classes only", () => {
    const error = made(name);
    expect(error).toBeInstanceOf(Error);
    const line = lineOf(name);
    expect(names.filter((one) => error instanceof classes[one]).sort()).toEqual([...line].sort());
    expect(names.filter((one) => isWipsyError(error, one)).sort()).toEqual([...line].sort());
    expect(isWipsyError(error)).toBe(true);
  });
});

describe("isWipsyError by name", () => {
  test("an error of a second copy of the package", async () => {
    vi.resetModules();
    const second = await import("wipsy-client");
    const error = await new second.Wipsy({ apiKey: "test-key" }).contacts.get("").catch((reason: unknown) => reason);
    expect(error).not.toBeInstanceOf(WipsyError);
    expect([isWipsyError(error), isWipsyError(error, "InputError"), isWipsyError(error, "ApiError")]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("an error of another realm", () => {
    const error: unknown = runInNewContext(`
      class WipsyError extends Error { static kind = "WipsyError"; }
      class ApiError extends WipsyError { static kind = "ApiError"; }
      class NotFoundError extends ApiError { static kind = "NotFoundError"; }
      new NotFoundError("none");
    `);
    expect(error).not.toBeInstanceOf(Error);
    expect(names.filter((name) => isWipsyError(error, name))).toEqual(["WipsyError", "ApiError", "NotFoundError"]);
  });

  test("a caller's subclass", () => {
    class NoStock extends InputError {}
    const error = new NoStock("none", { field: "to" });
    expect([isWipsyError(error), isWipsyError(error, "InputError"), isWipsyError(error, "ApiError")]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("a caller's subclass that sets its name", () => {
    class NoStock extends InputError {
      constructor() {
        super("none", { field: "to" });
        Object.assign(this, { name: "NoStock" });
      }
    }
    const error = new NoStock();
    expect(String(error)).toBe("NoStock: none");
    expect([isWipsyError(error), isWipsyError(error, "InputError"), isWipsyError(error, "ApiError")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(new InputError("none", { field: "to" }).name).toBe("InputError");
  });

  test.each<[string, unknown]>([
    ["another error", new Error("x")],
    ["a TypeError", new TypeError("x")],
    ["an error that shares a name", Object.assign(new Error("x"), { name: "TimeoutError" })],
    ["an error's JSON", made("NotFoundError").toJSON()],
    ["an error's text", String(made("NotFoundError"))],
    ["a plain object", {}],
    ["an object without a prototype", Object.create(null)],
    ["an object with a numeric name", { name: 5 }],
    [
      "an object whose class throws when it is asked for a name",
      Object.create({
        get name(): string {
          throw new Error("no name");
        },
      }),
    ],
    ["a list", ["WipsyError"]],
    ["a function", () => {}],
    ["a class", NotFoundError],
    ["a text", "WipsyError"],
    ["a number", 0],
    ["null", null],
    ["undefined", undefined],
  ])("not %s", (_what, value) => {
    expect(isWipsyError(value)).toBe(false);
    expect(names.filter((name) => isWipsyError(value, name))).toEqual([]);
  });

  test("rejects an unknown name", () => {
    expect(isWipsyError(made("ApiError"), "Error" as never)).toBe(false);
    expect(isWipsyError(made("ApiError"), "" as never)).toBe(false);
  });
});

describe("the printed error is safe to log", () => {
  test("for an error answer", async () => {
    await using server = await serve(() => ({ status: 429, headers: { "retry-after": "7" }, body: { error: "no" } }));
    const error = await attemptFailureOf(
      new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url }).contacts.list(),
    );
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "RateLimitError",
      message: error.message,
      operation: "getContacts",
      outcome: "rejected",
      attempts: 1,
      status: 429,
      retryAfterMs: 7000,
    });
  });

  test("for an unexpected answer", async () => {
    await using server = await serve(() => ({ body: "OK" }));
    const error = await attemptFailureOf(
      new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url }).contacts.list(),
    );
    expect(error.toJSON()).toEqual({
      name: "DecodeError",
      message: error.message,
      operation: "getContacts",
      outcome: "unknown",
      attempts: 1,
      status: 200,
    });
  });

  test("for invalid input", () => {
    const error = thrownBy(() => new Wipsy({ timeout: 0 }));
    expect(error.toJSON()).toEqual({
      name: "InputError",
      message: error.message,
      operation: undefined,
      outcome: "not-sent",
      attempts: 0,
      field: "timeout",
    });
  });

  test.each(names)("%s prints the message but not the cause", (name) => {
    const lost = { sentAt: new Date(0), check: "look", input: { body: { to: "canary" } } };
    const error = new classes[name]("what happened", {
      ...{
        field: "to",
        read: 3,
        limit: 3,
        status: 500,
        headers: new Headers(),
        body: {},
        reason: "store" as const,
        code: undefined,
      },
      ...lost,
      retryAfterMs: undefined,
      outcome: "unknown",
      cause: new WipsyError("why", { outcome: "unknown", cause: new Error("canary") }),
    });
    expect(error.toJSON()).toMatchObject({ name, message: "what happened" });
    expect(JSON.stringify(error)).not.toContain("canary");
  });
});
