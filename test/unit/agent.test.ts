import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { failureOf, thrownBy } from "../support/failure.ts";
import { serve } from "../support/server.ts";

const session = {
  agent: { id: "agent-1", name: "Marta Example", role: "agent", organization_id: null },
  permissions: { chats: true },
  session: { token: "agent-token", expires_at: "2030-01-01T00:00:00Z" },
};
const chatId = "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d";
const answering = () => serve(() => ({ body: { chats: [{ id: "c1" }], messages: [{ id: "m1" }] } }));

describe("token", () => {
  test.each<[string, string | (() => string | Promise<string>) | undefined, string]>([
    ["the session's own", undefined, "agent-token"],
    ["another", "other-token", "other-token"],
    ["from a function", () => "other-token", "other-token"],
    ["from an async function", async () => "other-token", "other-token"],
  ])("%s", async (_what, token, shown) => {
    await using server = await answering();
    const agent = new Wipsy({ apiKey: "test-key", baseUrl: server.url }).agent({ session, token });
    await agent.chats.list();
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${shown}`);
    expect(server.seen[0]?.headers["x-api-key"]).toBeUndefined();
  });

  test("header and body have the same one when the caller changes the session", async () => {
    await using server = await answering();
    const own = structuredClone(session);
    const agent = new Wipsy({ baseUrl: server.url }).agent({ session: own });
    own.session.token = "renewed";
    await agent.chats.list();
    const [seen] = server.seen;
    const { agentSession } = JSON.parse(seen?.body ?? "");
    expect(seen?.headers.authorization).toBe(`Bearer ${agentSession.session.token}`);
  });

  test("a function works with a session that is renewed in place", async () => {
    await using server = await answering();
    const own = structuredClone(session);
    const agent = new Wipsy({ baseUrl: server.url }).agent({ session: own, token: () => own.session.token });
    own.session.token = "renewed";
    await agent.chats.list();
    const [seen] = server.seen;
    expect(JSON.parse(seen?.body ?? "").agentSession.session.token).toBe("renewed");
    expect(seen?.headers.authorization).toBe("Bearer renewed");
  });

  test("a session may lack one if the option sets it", async () => {
    await using server = await answering();
    const agent = new Wipsy({ baseUrl: server.url }).agent({ session: { agent: {}, session: {} }, token: "other" });
    await agent.chats.list();
    expect(server.seen[0]?.headers.authorization).toBe("Bearer other");
  });
});

describe("every body has the session", () => {
  test("chats.list", async () => {
    await using server = await answering();
    const agent = new Wipsy({ baseUrl: server.url }).agent({ session });
    expect(await agent.chats.list()).toEqual({ items: [{ id: "c1" }], limit: undefined, complete: true });
    await agent.chats.list({ status: "active" });
    expect(server.seen.map((seen) => JSON.parse(seen.body))).toEqual([
      { agentSession: session },
      { agentSession: session, status: "active" },
    ]);
    expect(server.seen).toMatchObject([{ method: "POST", url: "/agent-get-chats" }, { url: "/agent-get-chats" }]);
  });

  test("messages.list", async () => {
    await using server = await answering();
    const agent = new Wipsy({ baseUrl: server.url }).agent({ session });
    expect((await agent.messages.list({ chatId, limit: 20 })).items).toEqual([{ id: "m1" }]);
    expect(server.seen[0]?.url).toBe("/agent-get-messages");
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({ agentSession: session, chatId, limit: 20 });
  });

  test("call", async () => {
    await using server = await answering();
    const agent = new Wipsy({ baseUrl: server.url }).agent({ session });
    const answer = await agent.call("agentGetMessages", { body: { chatId } });
    expect(answer).toEqual({ chats: [{ id: "c1" }], messages: [{ id: "m1" }] });
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({ agentSession: session, chatId });
  });

  test("the handle's session replaces one in the input", async () => {
    await using server = await answering();
    const agent = new Wipsy({ baseUrl: server.url }).agent({ session });
    const agentSession = { agent: { id: "other" }, session: { token: "other" } };
    await agent.chats.list({ agentSession } as never);
    await agent.call("agentGetChats", { body: { agentSession } as never });
    for (const seen of server.seen) {
      expect(JSON.parse(seen.body)).toEqual({ agentSession: session });
      expect(seen.headers.authorization).toBe("Bearer agent-token");
    }
    expect(server.seen).toHaveLength(2);
  });

  test("two agents of one client send their own sessions", async () => {
    await using server = await answering();
    const wipsy = new Wipsy({ baseUrl: server.url });
    const second = { agent: { id: "agent-2" }, session: { token: "second-token" } };
    await Promise.all([wipsy.agent({ session }).chats.list(), wipsy.agent({ session: second }).chats.list()]);
    const pairs = server.seen.map((seen) => [seen.headers.authorization, JSON.parse(seen.body).agentSession]);
    expect(pairs).toHaveLength(2);
    expect(pairs).toEqual(
      expect.arrayContaining([
        ["Bearer agent-token", session],
        ["Bearer second-token", second],
      ]),
    );
  });
});

describe("refuses invalid agent options at once", () => {
  test.each<[string, unknown, string]>([
    ["without options", undefined, "options"],
    ["with a session instead of options", session, "session"],
    ["without a session", {}, "session"],
    ["with null", { session: null }, "session"],
    ["with a token instead of a session", { session: "agent-token" }, "session"],
    ["with an empty session", { session: {} }, "session"],
    ["without the agent", { session: { session: { token: "t" } } }, "session"],
    ["without the session in it", { session: { agent: {} } }, "session"],
    ["with a list for an agent", { session: { agent: [], session: { token: "t" } } }, "session"],
    ["without any token", { session: { agent: {}, session: {} } }, "token"],
    ["with a token that is a number", { session: { agent: {}, session: { token: 5 } } }, "token"],
    ["with another token that is a number", { session, token: 5 }, "token"],
  ])("%s", (_what, options, field) => {
    const error = thrownBy(() => new Wipsy().agent(options as never));
    expect(error).toMatchObject({ name: "InputError", field, outcome: "not-sent", attempts: 0 });
    expect(error.message).toMatch(new RegExp(`^agent: ${field} `));
  });
});

describe("checks an agent's input before sending", () => {
  test.each<[string, string, unknown, string]>([
    ["an unknown status", "chats", { status: "open" }, "body.status"],
    ["an unknown name", "chats", { limit: 5 }, "body.limit"],
    ["no chat", "messages", {}, "body.chatId"],
    ["nothing", "messages", undefined, "body.chatId"],
    ["a chat that is a number", "messages", { chatId: 5 }, "body.chatId"],
    ["half a limit", "messages", { chatId, limit: 1.5 }, "body.limit"],
  ])("%s", async (_what, namespace, values, field) => {
    await using server = await answering();
    const agent = new Wipsy({ baseUrl: server.url }).agent({ session });
    const call = () => agent[namespace as "chats"].list(values as never);
    expect(await failureOf(call())).toMatchObject({ name: "InputError", field, outcome: "not-sent", attempts: 0 });
    expect(server.seen).toEqual([]);
  });

  test("rejects an unknown operation", async () => {
    const agent = new Wipsy().agent({ session });
    expect(await failureOf(agent.call("nothing" as never, {} as never))).toMatchObject({
      name: "InputError",
      field: "id",
    });
  });
});

test("an expired session is an AuthenticationError", async () => {
  await using server = await serve(() => ({ status: 401, body: { error: "Sesión vencida" } }));
  const error = await failureOf(new Wipsy({ baseUrl: server.url }).agent({ session }).chats.list());
  expect(error).toMatchObject({ name: "AuthenticationError", operation: "agentGetChats", reason: "Sesión vencida" });
});
