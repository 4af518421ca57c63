import type { CallOptions, Reconcile } from "../call/call.ts";
import { checkedOptions, must, refuse } from "../errors/refuse.ts";
import { instantOf } from "../lists/instant.ts";
import { pageShape, type Row } from "../lists/page.ts";
import type { Rows } from "../operation/table.ts";
import { addressesOf, bareAddress } from "../recipient/address.ts";
import type { Invoke } from "./namespaces.ts";

/** What `agent.findSent` looks for. */
export interface SentQuery {
  /** The recipient, as passed to `send`. */
  readonly to: string;
  /** The text. */
  readonly message: string;
  /** When sending began, by the server's clock. */
  readonly since: Date;
}

/**
 * How far the server's clock may be ahead of this machine's, in milliseconds: 0 if the answer to a request sent at
 * `asked` shows no difference, NaN if it has no `Date` header, as in a browser.
 */
function clockOffset(response: Response, asked: number): number {
  // The header has whole seconds: the time can be anywhere within that second.
  const end = Date.parse(response.headers.get("date") ?? "") + 1000;
  if (Number.isNaN(end)) return end;
  return end <= asked || end - 1000 > Date.now() ? end - asked : 0;
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

interface Wanted {
  /** The recipient as a bare address. */
  readonly to: string;
  readonly message: unknown;
  /** In microseconds since 1970. */
  readonly since: number;
}

/** The wanted message; `undefined` if it is not among these. */
function sentAmong(messages: readonly Row[], { message, since }: Wanted): Row | undefined {
  return messages.find(
    ({ content, sender_type, created_at, status }) =>
      content === message && status !== "failed" && sender_type !== "customer" && instantOf(created_at) >= since,
  );
}

/** The functions of an agent's handle that look for a message. */
export function findersOf(rows: Rows, invoke: Invoke) {
  /** @throws InputError if the description has no such list */
  const listOf = (about: string, namespace: string) => {
    const operation = Object.values(rows).find(
      (one) => one.agent && one.namespace === namespace && one.verb === "list",
    );
    const { list } = operation ?? {};
    if (!operation || !list) return refuse(about, "operations", `have no list of an agent's ${namespace}`);
    return (input: object, options: CallOptions | undefined) =>
      invoke(operation, { [list.in]: input }, options, pageShape(list, undefined)).withResponse();
  };
  type List = ReturnType<typeof listOf>;
  /** The wanted message, from the chats with `to`. Skips chats without activity since; one without a time may have it. */
  const search = async (list: List, chats: readonly Row[], wanted: Wanted, options: CallOptions | undefined) => {
    for (const chat of chats) {
      if (!addressesOf(chat.customer).includes(wanted.to) || instantOf(chat.last_message_at) < wanted.since) continue;
      const { data } = await list({ chatId: chat.id }, options);
      const found = sentAmong(data.items, wanted);
      if (found) return found;
    }
    return undefined;
  };
  return {
    async findSent(query: SentQuery, options?: CallOptions) {
      const about = "agent.findSent";
      const { to, message, since } = checkedOptions<SentQuery>(about, query, {
        to: must("a phone number or user id", (value) => isText(value) && bareAddress(value) !== ""),
        message: must("a non-empty string", isText),
        since: must("a valid Date", (value) => value instanceof Date && !Number.isNaN(value.getTime())),
      });
      if (!to || !message || !since) return refuse(about, "query", "must have the fields to, message, since");
      const { data } = await listOf(about, "chats")({}, options);
      const wanted = { to: bareAddress(to), message, since: since.getTime() * 1000 };
      return search(listOf(about, "messages"), data.items, wanted, options);
    },
    reconcileSend(chatId?: string): Reconcile {
      const about = "agent.reconcileSend";
      if (chatId !== undefined && !isText(chatId)) refuse(about, "chatId", "must be a non-empty string");
      const [chats, messages] = [listOf(about, "chats"), listOf(about, "messages")];
      return async ({ input, sentAt }, { signal }) => {
        const asked = Date.now();
        const { to, message }: { to?: unknown; message?: unknown } = Object(input.body);
        const { data, response } = await (chatId ? messages({ chatId }, { signal }) : chats({}, { signal }));
        // No tolerance: the same text may have been sent just before.
        const since = (sentAt.getTime() + clockOffset(response, asked)) * 1000;
        if (Number.isNaN(since)) return "unknown";
        const wanted = { to: bareAddress(String(to)), message, since };
        const found = chatId ? sentAmong(data.items, wanted) : await search(messages, data.items, wanted, { signal });
        return found ? "sent" : "unknown";
      };
    },
  };
}
