import type { MockApi } from "../../testing/index.ts";
import type { Mock } from "../../testing/mock.ts";

// What the page, and programs in other languages, can do: POST /__mock/<name> with a JSON body.

type Body = Readonly<Record<string, unknown>>;

/** Each command with the body that it takes as the mock's method has it. What it gives is the answer. */
const commands: Readonly<Record<string, (api: MockApi, body: Body) => unknown>> = {
  fail: (api, body) => api.fail(body),
  loseAnswer: (api, body) => api.loseAnswer(body),
  refuse: (api, body) => api.refuse(body),
  cutOff: (api, body) => api.cutOff(body),
  html: (api, body) => api.html(body),
  delay: (api, { ms, ...which }) => api.delay(Number(ms), which),
  outage: (api, { rate, seed = 1 }) => api.outage({ rate: Number(rate), seed: Number(seed) }),
  // The cast: receive() refuses a sender that it cannot read.
  receive: (api, { from, content, ...rest }) =>
    api.receive({ ...rest, from: String(from), content: String(content) } as Parameters<MockApi["receive"]>[0]),
  // The cast: the mock takes any status.
  deliver: (api, { messageId, status = "delivered" }) =>
    api.deliver(String(messageId), status as Parameters<MockApi["deliver"]>[1]),
  signIn: (api, body) => api.signIn(body),
};

/** Runs a command of the mock by its name; `undefined` when there is no such command. */
export function control(api: MockApi, name: string, body: Body): { readonly result: unknown } | undefined {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return command && { result: command(api, body) ?? null };
}

const mostShown = 200;

/** All that the page shows: the latest chat and the latest request first. */
export function snapshot({ api, addressOf }: Mock): object {
  const { chats, contacts, messages, requests, violations } = api;
  return {
    chats: chats.toReversed().map((chat) => ({
      ...chat,
      from: addressOf(chat.id ?? ""),
      messages: messages.filter(({ chat_id }) => chat_id === chat.id).slice(-mostShown),
    })),
    contacts: contacts.slice(-mostShown),
    requests: requests.slice(-mostShown).reverse(),
    violations: violations.slice(-mostShown),
  };
}
