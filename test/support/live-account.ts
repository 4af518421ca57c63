import type { AgentSession } from "wipsy-client";
import { mockApi } from "wipsy-client/testing";
import type { Reply, Seen } from "./server.ts";

// A service for check:live: one that answers as described, and one that differs in known ways. All of it is invented.

/** Everything in the answers that would be personal data. The report may show none of it. */
export const personal = [
  "Zoraida",
  "Quiñónez",
  "+573009998877",
  "573009998877",
  "3009998877",
  "zoraida.q@example.org",
  "Calle Canario 45",
  "canario",
  "9d1c2b3a-7788-4f00-8a11-aabbccddee01",
  "9d1c2b3a-7788-4f00-8a11-aabbccddee02",
  "9d1c2b3a-7788-4f00-8a11-aabbccddee03",
  "2019-07-23",
  "T17:42:31",
  "Necesito hablar",
  "wamid.HBgCANARY",
  "session-canary-token",
  "Closed by Zoraida",
  "mejor-amiga",
  "#c4n4r1",
];

const [chatId = "", contactId = "", userId = ""] = personal.filter((one) => one.startsWith("9d1c2b3a"));
const time = "2019-07-23T17:42:31.123456+00:00";

/** An agent's session, as `--session` takes it. */
export const session: AgentSession = {
  agent: { id: "agent-1", name: "Zoraida", email: "zoraida.q@example.org", role: "agent" },
  permissions: {},
  session: { token: "session-canary-token", expires_at: "2999-01-01T00:00:00Z" },
};

const stage = {
  id: userId,
  user_id: userId,
  name: "Canario",
  color: "#c4n4r1",
  stage_order: 1,
  is_system: false,
  created_at: time,
  updated_at: time,
};

const contact = {
  id: contactId,
  user_id: userId,
  name: "Zoraida",
  last_name: "Quiñónez",
  phone: "+573009998877",
  whatsapp_id: "573009998877",
  email: "zoraida.q@example.org",
  profile_picture_url: "https://example.org/canario.jpg",
  pipeline_stage_id: userId,
  pipeline_stage: stage,
  tags: [],
  custom_fields: [],
};

const chat = {
  id: chatId,
  user_id: userId,
  customer_id: contactId,
  channel_type: "whatsapp",
  status: "active",
  last_message_at: time,
  created_at: time,
  customer: contact,
};

const button = {
  id: "b-1",
  user_id: userId,
  name: "Canario",
  icon: "bot",
  color: "#3B82F6",
  is_toggle: true,
  is_enabled: true,
  position: 1,
  created_at: time,
  updated_at: null,
};

const message = {
  id: "m-1",
  chat_id: chatId,
  content: "Necesito hablar con Zoraida",
  sender_type: "customer",
  message_type: "text",
  created_at: time,
  is_read: true,
  status: null,
  whatsapp_message_id: "wamid.HBgCANARY",
  metadata: {},
};

type Answering = (seen: Seen) => Promise<Reply>;

/** What the mock of wipsy-client/testing answers for these items. */
function serving(chats: readonly object[], contacts: readonly object[], messages: readonly object[]): Answering {
  const api = mockApi({ items: { chats, messages, chatButtons: [button] }, contacts });
  Object.assign(api.signIn(), session);
  return async ({ method, url, headers, body }) => {
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const answer = await api.fetch(`http://localhost${url}`, { method, headers: sent, ...(body !== "" && { body }) });
    return { status: answer.status, body: await answer.json() };
  };
}

/** Answers as the description has it. */
export const faithful = serving([chat], [contact], [message]);

const tag = { id: "t-1", user_id: userId, name: "mejor-amiga", color: "#c4n4r1" };
const sons = [{ id: 3009998877, value: "Calle Canario 45" }];
const odd = { ...contact, city: "Canario", tags: [tag], custom_fields: sons, pipeline_stage: null };
const { customer_id: _, ...rest } = chat;

/** Answers that differ from the description; the tests name each way. */
export const differing = serving(
  [
    { ...rest, status: "closed", ai_agent: { is_on: true, model: null }, button_states: { [contactId]: true } },
    { ...chat, status: "Closed by Zoraida", last_message_at: "ayer", customer: { ...odd, phone: 3009998877 } },
    { ...chat, ai_agent: { is_on: false, model: "canario" }, "+573009998877": "Zoraida", reserved: null },
  ],
  [odd, { ...contact, city: null }],
  [{ ...message, message_type: "template", status: "failed", metadata: { template: ["Calle Canario 45"] } }],
);
