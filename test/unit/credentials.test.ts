import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Secret, Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

const session = { agent: { id: "a1" }, session: { token: "agent-token" } };
const body = { success: true, data: [], chats: [] };

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the API key", () => {
  test.each<[string, Secret]>([
    ["text", "key-1"],
    ["a function", () => "key-1"],
    ["an async function", async () => "key-1"],
  ])("as %s", async (_what, apiKey) => {
    await using server = await serve(() => ({ body }));
    await new Wipsy({ apiKey, baseUrl: server.url }).contacts.list();
    expect(server.seen[0]?.headers["x-api-key"]).toBe("key-1");
  });

  test("a function is called for every call, and not before", async () => {
    await using server = await serve(() => ({ body }));
    let asked = 0;
    const wipsy = new Wipsy({ apiKey: () => `key-${++asked}`, baseUrl: server.url });
    expect(asked).toBe(0);
    await wipsy.contacts.list();
    await wipsy.chats.list();
    expect(server.seen.map((seen) => seen.headers["x-api-key"])).toEqual(["key-1", "key-2"]);
  });

  test("a function is not called for an invalid call", async () => {
    const apiKey = vi.fn(() => "key-1");
    await failureOf(new Wipsy({ apiKey }).contacts.list({ limit: 0 }));
    expect(apiKey).not.toHaveBeenCalled();
  });

  test("the caller may reuse its objects while a key function runs", async () => {
    await using server = await serve(({ method }) => ({ body: { data: method === "POST" ? {} : [] } }));
    const wipsy = new Wipsy({ apiKey: async () => "key-1", baseUrl: server.url });
    const contact = { name: "" };
    const query = { limit: 0 };
    const calls: Promise<unknown>[] = [];
    for (const [index, name] of ["Ana", "Beto"].entries()) {
      contact.name = name;
      query.limit = index + 1;
      calls.push(wipsy.contacts.create(contact), wipsy.contacts.list(query));
    }
    await Promise.all(calls);
    expect(server.seen.filter(({ method }) => method === "POST").map((seen) => JSON.parse(seen.body).name)).toEqual([
      "Ana",
      "Beto",
    ]);
    const lists = server.seen.filter(({ method }) => method === "GET").map(({ url }) => url);
    expect(lists).toEqual(["/api-get-contacts?limit=1", "/api-get-contacts?limit=2"]);
  });

  test("an error has the input as it was sent", async () => {
    await using server = await serve(() => ({ status: 500, body: {} }));
    const contact = { name: "Ana" };
    const call = new Wipsy({ apiKey: "key-1", baseUrl: server.url }).contacts.create(contact);
    contact.name = "Beto";
    expect(await failureOf(call)).toMatchObject({ name: "UnknownOutcomeError", input: { body: { name: "Ana" } } });
  });

  test("a hanging key function is named in the error", async () => {
    const wipsy = new Wipsy({ apiKey: () => new Promise<string>(() => {}), deadline: 20 });
    const error = await failureOf(wipsy.contacts.list());
    expect(error).toMatchObject({ name: "TimeoutError", outcome: "not-sent", attempts: 0 });
    expect(error.message).toContain("key function");
  });

  test("comes from the environment unless the option is set", async () => {
    await using server = await serve(() => ({ body }));
    vi.stubEnv("WIPSY_API_KEY", "key-of-environment");
    await new Wipsy({ baseUrl: server.url }).contacts.list();
    await new Wipsy({ baseUrl: server.url, apiKey: "key-of-option" }).contacts.list();
    expect(server.seen.map((seen) => seen.headers["x-api-key"])).toEqual(["key-of-environment", "key-of-option"]);
  });

  test.each<[string, Secret | undefined]>([
    ["no option", undefined],
    ["an empty text", ""],
    ["a function that returns an empty string", () => ""],
    ["a function that returns undefined", (() => undefined) as unknown as Secret],
  ])("a missing key fails the first call that needs it: %s", async (_what, apiKey) => {
    await using server = await serve(() => ({ body }));
    const wipsy = new Wipsy({ apiKey, baseUrl: server.url });
    const error = await failureOf(wipsy.contacts.list());
    expect(error).toMatchObject({ name: "InputError", field: "apiKey", operation: "getContacts", outcome: "not-sent" });
    expect(error.message).toMatch(/apiKey is missing.*WIPSY_API_KEY/);
    expect(server.seen).toEqual([]);
  });

  test("is not needed for agents", async () => {
    await using server = await serve(() => ({ body }));
    await new Wipsy({ baseUrl: server.url }).agent({ session }).chats.list();
    expect(server.seen[0]?.headers["x-api-key"]).toBeUndefined();
  });
});

describe.each(["apiKey", "token"] as const)("%s", (option) => {
  const wrong: [string, unknown][] = [
    ["a line feed", "canary\nsecret"],
    ["a line feed at the end, as read from a file", "canary-secret\n"],
    ["a carriage return", "canary\rsecret"],
    ["both, and a header", "canary-secret\r\nx-evil: 1"],
    ["a zero", "canary-secret\0"],
    ["a delete character", "canary-secret\x7f"],
    ["a tab", "canary\tsecret"],
    ["a blank inside", "canary secret"],
    ["a blank before", " canary-secret"],
    ["letters beyond ASCII", "canary-secreto-ñ"],
    ["an emoji", "canary-secret-🔑"],
    ["a line separator", "canary-secret\u2028"],
    ["a no-break space", "canary-secret\u00a0"],
  ];
  const kinds: [string, (secret: unknown) => Secret][] = [
    ["as text", (secret) => secret as string],
    ["from a function", (secret) => () => secret as string],
  ];

  /** The error of a call with this secret. Checks that nothing reached the server. */
  async function refusedWith(secret: Secret) {
    await using server = await serve(() => ({ body }));
    const wipsy = new Wipsy({ baseUrl: server.url, ...(option === "apiKey" ? { apiKey: secret } : {}) });
    const call = () =>
      option === "apiKey" ? wipsy.chats.list() : wipsy.agent({ session, token: secret }).chats.list();
    const error = await failureOf(call());
    expect(error).toMatchObject({ name: "InputError", field: option, outcome: "not-sent", attempts: 0 });
    expect(server.seen).toEqual([]);
    return error;
  }

  describe.each(kinds)("%s", (_kind, make) => {
    test.each(wrong)("refuses a secret with %s without showing it", async (_what, secret) => {
      const error = await refusedWith(make(secret));
      expect(error.message).toMatch(new RegExp(`${option} must be a string .* without spaces`));
      expect(inspect(error, { depth: 10 })).not.toContain("canary");
      expect(JSON.stringify(error)).not.toContain("canary");
    });
  });

  test.each([5, null, {}, Symbol("secret"), ["key"]])("refuses a function that returns %s", async (secret) => {
    await refusedWith(() => secret as unknown as string);
  });

  test.each<[string, () => Secret, unknown]>([
    ["throws an Error", () => () => Promise.reject(new Error("vault is shut")), expect.any(Error)],
    [
      "throws at once",
      () => () => {
        throw new Error("vault is shut");
      },
      expect.any(Error),
    ],
    ["throws a text", () => () => Promise.reject("vault is shut"), "vault is shut"],
  ])("reports a function that %s, with the cause", async (_what, make, cause) => {
    const error = await refusedWith(make());
    expect(error.message).toMatch(new RegExp(`${option} .*function failed`));
    expect(error.message).not.toContain("vault");
    expect(error.cause).toEqual(cause);
  });
});
