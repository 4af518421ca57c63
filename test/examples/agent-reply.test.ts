import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { type AgentSession, type Chat, type Message, Wipsy } from "wipsy-client";
import { answerPending } from "../../examples/agent-reply.ts";
import { type Reply, serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { runExample } from "./run.ts";

const session: AgentSession = {
  agent: { id: "agent-1", name: "Marta Example" },
  session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
};
const chat: Chat = { id: "chat-1", channel_type: "whatsapp", customer: { phone: "+573188779043" } };
const question: Message = {
  sender_type: "customer",
  content: "¿Tienen la azul?",
  created_at: "2025-11-02T10:11:12.123456+00:00",
  whatsapp_message_id: "wamid.1",
};
const earlier: Message = { sender_type: "business", created_at: "2025-11-02T05:11:11.000-05:00" };
const later: Message = { sender_type: "business", created_at: "2025-11-02T10:11:13.000Z" };

/** Runs the example as a program, with this text in the session file. */
async function runProgram(text: string, url: string) {
  await using dir = await tempDir();
  const file = join(dir.path, "session.json");
  await writeFile(file, text);
  return await runExample("agent-reply.ts", [file], url);
}

/** An API with one chat, these messages in it, and this answer to a new one. */
function api(one: Chat, messages: Message[], sent: Reply = { body: { success: true } }) {
  return serve(({ url }) => {
    if (url === "/agent-get-chats") return { body: { chats: [one] } };
    return url === "/agent-get-messages" ? { body: { messages } } : sent;
  });
}

/** What the example reports, and the messages that it sends. */
async function run(one: Chat, messages: Message[], sent?: Reply) {
  await using server = await api(one, messages, sent);
  const lines: string[] = [];
  const wipsy = new Wipsy({ apiKey: "wipsy-key", baseUrl: server.url });
  await answerPending(wipsy, session, (line) => lines.push(line), 0);
  const bodies = server.seen.filter(({ url }) => url === "/api-send-message").map(({ body }) => JSON.parse(body));
  return { lines, bodies, seen: server.seen };
}

test("sends nothing at the mock, where every customer has an answer", async () => {
  const { code, stdout, stderr } = await runProgram(JSON.stringify(session), inject("prismUrl"));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(
    "Chat 2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d is answered.\nChat 5e8f1a2b-3c4d-4e5f-9a6b-7c8d9e0f1a2b is answered.\n",
  );
});

test("answers a customer's last message and quotes it", async () => {
  const { lines, bodies, seen } = await run(chat, [question, earlier]);
  expect(lines).toEqual(["Chat chat-1 answered now."]);
  expect(bodies).toEqual([
    { to: "+573188779043", channel: "whatsapp", message: expect.any(String), quotedMessageId: "wamid.1" },
  ]);
  expect(seen.map(({ headers }) => [headers.authorization, headers["x-api-key"]])).toEqual([
    ["Bearer agent-session-token", undefined],
    ["Bearer agent-session-token", undefined],
    [undefined, "wipsy-key"],
  ]);
});

test("finds the last message of a chat longer than a page", async () => {
  const old = Array.from({ length: 130 }, (_, index) => ({ ...earlier, id: `message-${index}` }));
  const messages = [...old, { ...question, id: "message-last" }];
  await using server = await serve(({ url, body }) => {
    if (url === "/agent-get-chats") return { body: { chats: [chat] } };
    if (url === "/api-send-message") return { body: { success: true } };
    // The oldest ones: which ones the API returns is not documented.
    return { body: { messages: messages.slice(0, JSON.parse(body).limit) } };
  });
  const lines: string[] = [];
  const wipsy = new Wipsy({ apiKey: "wipsy-key", baseUrl: server.url });
  await answerPending(wipsy, session, (line) => lines.push(line), 0);
  expect(lines).toEqual(["Chat chat-1 answered now."]);
});

test.each<[string, Chat, Message[], string]>([
  ["was answered later", chat, [later, question], "is answered"],
  ["is empty", chat, [], "is answered"],
  ["may have more messages than the API returns", chat, Array(100).fill(question), "left to a person"],
  ["is on Instagram", { ...chat, channel_type: "instagram" }, [question], "cannot be answered by the API"],
  ["has a placeholder for a phone", { ...chat, customer: { phone: "shopify-1-2" } }, [question], "cannot be answered"],
  ["has a national phone", { ...chat, customer: { phone: "3188779043" } }, [question], "cannot be answered"],
])("does not answer a chat that %s", async (_name, one, messages, line) => {
  const { lines, bodies } = await run(one, messages);
  expect(lines).toEqual([expect.stringContaining(line)]);
  expect(bodies).toEqual([]);
});

test("reports an answer with an unknown outcome and does not retry it", async () => {
  const { lines, bodies } = await run(chat, [question], { status: 502, body: "" });
  expect(lines).toEqual([expect.stringMatching(/^Chat chat-1 failed, unknown: sendMessage/)]);
  expect(bodies).toHaveLength(1);
});

test("does not show the content of a broken session file", async () => {
  const text = '{"session": {"token": "agent-session-token"';
  const { code, stdout, stderr } = await runProgram(text, "http://127.0.0.1:9");
  expect(code).toBe(1);
  expect(stderr).toContain("The session file is not JSON.");
  expect(stdout + stderr).not.toMatch(/agent-session-token|"token"/);
});
