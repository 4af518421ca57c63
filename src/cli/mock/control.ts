import { own } from "../../operation/values.ts";
import type { Mock } from "../../testing/mock.ts";

// What the page, and programs in other languages, can do: POST /__mock/<name> with a JSON body.

type Body = Readonly<Record<string, unknown>>;

const named = ["fail", "loseAnswer", "refuse", "cutOff", "html", "outage", "receive", "signIn"] as const;

/** The commands: the mock's methods of these names, with their parameter as the body. */
function commandsOf(api: Mock["api"]): Readonly<Record<string, (body: Body) => unknown>> {
  // The casts: the methods check what they are given.
  const methods = named.map((name) => [name, api[name] as (body: Body) => unknown]);
  return {
    ...Object.fromEntries(methods),
    delay: ({ ms, ...which }) => api.delay(ms as number, which),
    deliver: ({ messageId, status }) => api.deliver(messageId as string, status as "read"),
  };
}

/** Runs a command by its name and returns its result; `undefined` if there is no such command. */
export function control({ api }: Mock, name: string, body: Body): { readonly result: unknown } | undefined {
  const command = own(commandsOf(api), name);
  return typeof command === "function" ? { result: command(body) ?? null } : undefined;
}

const mostShown = 200;

/** All that the page shows: the latest chat and the latest request first. */
export function snapshot({ api: { chats, contacts, messages, requests, violations } }: Mock): object {
  const shown = chats.slice(-mostShown).map((chat) => ({
    ...chat,
    messages: messages.filter(({ chat_id }) => chat_id === chat.id).slice(-mostShown),
  }));
  return {
    chats: shown.reverse(),
    contacts: contacts.slice(-mostShown),
    requests: requests.slice(-mostShown).reverse(),
    violations: violations.slice(-mostShown),
  };
}
