import { describe, expect, test } from "vitest";
import { type Fetch, RedirectError, Wipsy } from "wipsy-client";
import { rawClient } from "wipsy-client/raw";
import { failureOf, thrownBy } from "../support/failure.ts";
import { inferredChats } from "../support/inferred.ts";
import { serve } from "../support/server.ts";

const session = { agent: { id: "a1" }, session: { token: "agent-token" } };

describe("rawClient", () => {
  test("sends the key and returns data and response", async () => {
    await using server = await serve(() => ({ body: { success: true, data: [] } }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: `${server.url}/v1/` });
    const query = { limit: 10 };
    const { data, error, response } = await rawClient(wipsy).GET("/api-get-chats", { params: { query } });
    expect([data, error, response.status]).toEqual([{ success: true, data: [] }, undefined, 200]);
    expect(server.seen).toMatchObject([{ url: "/v1/api-get-chats?limit=10", headers: { "x-api-key": "test-key" } }]);
  });

  test("calls a key function for each call", async () => {
    await using server = await serve(() => ({ body: { data: [] } }));
    let asked = 0;
    const wipsy = new Wipsy({ apiKey: async () => `key-${++asked}`, baseUrl: server.url });
    await rawClient(wipsy).GET("/api-get-chats");
    await rawClient(wipsy).GET("/api-get-chats");
    expect(server.seen.map((seen) => seen.headers["x-api-key"])).toEqual(["key-1", "key-2"]);
  });

  test("sends a body and the call's headers, which cannot replace the key", async () => {
    await using server = await serve(() => ({ status: 201, body: { data: { id: "c1" } } }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    const headers = { "x-trace": "1", "x-api-key": "other" };
    await rawClient(wipsy).POST("/api-create-contact", { body: { name: "Juana" }, headers });
    expect(server.seen).toMatchObject([
      { method: "POST", body: '{"name":"Juana"}', headers: { "x-trace": "1", "x-api-key": "test-key" } },
    ]);
  });

  test("sends the client's headers, and calls its fetch with a URL and a plain init", async () => {
    await using server = await serve(() => ({ status: 201, body: { data: { id: "c1" } } }));
    const asked: unknown[] = [];
    const own: Fetch = (url, init) => {
      asked.push([url, init instanceof Request, init?.method]);
      return fetch(url, init);
    };
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, headers: { "x-shop": "1" }, fetch: own });
    await rawClient(wipsy).POST("/api-create-contact", { body: { name: "Juana" } });
    await rawClient(wipsy).GET("/api-get-chats");
    expect(asked).toEqual([
      [`${server.url}/api-create-contact`, false, "POST"],
      [`${server.url}/api-get-chats`, false, "GET"],
    ]);
    expect(server.seen).toMatchObject([
      { method: "POST", body: '{"name":"Juana"}', headers: { "x-shop": "1", "x-api-key": "test-key" } },
      { method: "GET", body: "", headers: { "x-shop": "1" } },
    ]);
  });

  test("passes other request options to the fetch, but never follows redirects", async () => {
    const asked = { cache: "no-store", credentials: "omit", keepalive: true, referrerPolicy: "no-referrer" } as const;
    const inits: unknown[] = [];
    const fetch: Fetch = async (_url, init) => {
      inits.push(init);
      return Response.json({ data: [] });
    };
    const raw = rawClient(new Wipsy({ apiKey: "test-key", fetch }));
    await raw.GET("/api-get-chats", { ...asked, redirect: "follow" });
    expect(inits).toMatchObject([{ ...asked, redirect: "manual" }]);
  });

  test("names a redirected request that the table does not know", async () => {
    await using server = await serve(() => ({ status: 302, headers: { location: "/elsewhere" }, body: "" }));
    const raw = rawClient(new Wipsy({ apiKey: "test-key", baseUrl: server.url }));
    const error = await failureOf(raw.GET("/api-get-nothing" as never));
    expect(error.message).toContain("GET /api-get-nothing: ");
  });

  test("leaves errors of the server to the caller", async () => {
    await using server = await serve(() => ({ status: 500, body: { error: "no" } }));
    const { data, error } = await rawClient(new Wipsy({ apiKey: "test-key", baseUrl: server.url })).GET(
      "/api-get-chats",
    );
    expect([data, error]).toEqual([undefined, { error: "no" }]);
  });

  test("works with a client of the other module format", async () => {
    await using server = await serve(() => ({ body: { data: [] } }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    const insides: unknown = Reflect.get(wipsy, Symbol.for("wipsy-client.insides"));
    const foreign = Object.defineProperty({}, Symbol.for("wipsy-client.insides"), { value: insides }) as Wipsy;
    expect((await rawClient(foreign).GET("/api-get-chats")).data).toEqual({ data: [] });
  });

  test.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["an object", {}],
    ["options", { apiKey: "test-key" }],
    ["a copy of a client", { ...new Wipsy({ apiKey: "test-key" }) }],
    ["an agent", new Wipsy().agent({ session })],
  ])("refuses %s instead of a client", (_what, wrong) => {
    const error = thrownBy(() => rawClient(wrong as Wipsy));
    expect(error).toMatchObject({ name: "InputError", field: "wipsy", outcome: "not-sent" });
    expect(error).toHaveProperty("message", expect.stringContaining("rawClient"));
  });

  test("middleware of one raw client does not reach another one", async () => {
    await using server = await serve(() => ({ body: { data: [] } }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    const traced = rawClient(wipsy);
    traced.use({ onRequest: ({ request }) => request.headers.set("x-trace", "1") });
    await traced.GET("/api-get-chats");
    await rawClient(wipsy).GET("/api-get-chats");
    expect(server.seen.map(({ headers }) => headers["x-trace"])).toEqual(["1", undefined]);
  });

  test("says that the key is missing", async () => {
    await using server = await serve(() => ({ body: {} }));
    const error = await failureOf(rawClient(new Wipsy({ baseUrl: server.url })).GET("/api-get-chats"));
    expect(error).toMatchObject({ name: "InputError", field: "apiKey", operation: "getChats" });
    expect(server.seen).toEqual([]);
  });

  test("refuses inferred operations", async () => {
    await using server = await serve(() => ({ body: { data: [] } }));
    const error = await failureOf(
      rawClient(new Wipsy({ operations: inferredChats, apiKey: "test-key", baseUrl: server.url })).GET(
        "/api-get-chats",
      ),
    );
    expect(error).toMatchObject({ name: "InputError", field: "allowInferred", operation: "getChats" });
    expect(server.seen).toEqual([]);
    const wipsy = new Wipsy({
      operations: inferredChats,
      apiKey: "test-key",
      baseUrl: server.url,
      allowInferred: true,
    });
    expect((await rawClient(wipsy).GET("/api-get-chats")).data).toEqual({ data: [] });
  });

  test.each([301, 302, 303, 307, 308])("does not follow a redirect: %d", async (status) => {
    await using other = await serve(() => ({ body: { data: [] } }));
    await using server = await serve(() => ({ status, headers: { location: `${other.url}/api-get-chats` }, body: "" }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    const error = await failureOf(rawClient(wipsy).GET("/api-get-chats"));
    expect(error).toBeInstanceOf(RedirectError);
    const outcome = status === 302 || status === 303 ? "unknown" : "rejected";
    expect(error).toMatchObject({ operation: "getChats", outcome, attempts: 1 });
    expect(other.seen).toEqual([]);
  });

  test("an agent operation sends the caller's authorization, and no key", async () => {
    await using server = await serve(() => ({ body: { chats: [] } }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    const headers = { authorization: "Bearer agent-token" };
    await rawClient(wipsy).POST("/agent-get-chats", { body: { agentSession: session }, headers });
    expect(server.seen[0]?.headers.authorization).toBe("Bearer agent-token");
    expect(server.seen[0]?.headers["x-api-key"]).toBeUndefined();
  });

  test("an agent operation without authorization points to the agent's handle", async () => {
    await using server = await serve(() => ({ body: { chats: [] } }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    const error = await failureOf(rawClient(wipsy).POST("/agent-get-chats", { body: { agentSession: session } }));
    expect(error).toMatchObject({ name: "InputError", field: "token", operation: "agentGetChats" });
    expect(error.message).toMatch(/wipsy\.agent\(\{ session \}\)/);
    expect(server.seen).toEqual([]);
  });
});

describe("wipsy.call", () => {
  test("returns the whole answer of any operation", async () => {
    await using server = await serve(() => ({ status: 201, body: { success: true, data: { id: "c1" } } }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    expect(await wipsy.call("createContact", { body: { name: "Juana" } })).toEqual({
      success: true,
      data: { id: "c1" },
    });
    expect(server.seen).toMatchObject([{ method: "POST", url: "/api-create-contact", body: '{"name":"Juana"}' }]);
  });

  test("needs no input if nothing is required, and accepts options", async () => {
    await using server = await serve(() => ({ body: { data: [] } }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    expect(await wipsy.call("getChats")).toEqual({ data: [] });
    await wipsy.call("getChats", { query: { limit: 5 } }, { headers: { "x-trace": "1" } });
    expect(server.seen).toMatchObject([
      { url: "/api-get-chats", body: "" },
      { url: "/api-get-chats?limit=5", headers: { "x-trace": "1" } },
    ]);
  });

  test.each(["nothing", "", "constructor", "__proto__", "toString"])("refuses an unknown id: %j", async (id) => {
    const error = await failureOf(new Wipsy({ apiKey: "test-key" }).call(id as never, {} as never));
    expect(error).toMatchObject({ name: "InputError", field: "id", outcome: "not-sent", attempts: 0 });
    expect(error.message).toMatch(/operations: .*\bgetChats\b/);
  });

  test.each<[string, unknown, string]>([
    ["an unknown part", { path: {} }, "path"],
    ["fields without body around them", { name: "Juana" }, "name"],
    ["a query that the operation does not have", { body: { name: "Juana" }, query: { limit: 1 } }, "query.limit"],
    ["a missing field", { body: {} }, "body.name"],
    ["an unknown field", { body: { name: "Juana", nombre: "Juana" } }, "body.nombre"],
    ["a wrong type", { body: { name: 5 } }, "body.name"],
    ["no body", {}, "body.name"],
    ["no input", undefined, "body.name"],
    ["null", null, "input"],
    ["text", "Juana", "input"],
  ])("refuses an input with %s", async (_what, input, field) => {
    await using server = await serve(() => ({ body: {} }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    const error = await failureOf(wipsy.call("createContact", input as never));
    expect(error).toMatchObject({ name: "InputError", field, operation: "createContact", outcome: "not-sent" });
    expect(server.seen).toEqual([]);
  });

  test("takes an agent's token from the session in the body", async () => {
    await using server = await serve(() => ({ body: { chats: [] } }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    const body = { agentSession: session, status: "active" as const };
    expect(await wipsy.call("agentGetChats", { body })).toEqual({ chats: [] });
    expect(server.seen[0]?.headers.authorization).toBe("Bearer agent-token");
    expect(server.seen[0]?.headers["x-api-key"]).toBeUndefined();
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual(body);
  });

  test.each([undefined, {}, { body: {} }, { body: { agentSession: {} } }])(
    "refuses an agent operation without a session: %j",
    async (input) => {
      const error = await failureOf(new Wipsy({ apiKey: "test-key" }).call("agentGetChats", input as never));
      expect(error).toMatchObject({ name: "InputError", field: "session", outcome: "not-sent", attempts: 0 });
    },
  );
});
