import type { Row } from "../list.ts";
import type { List } from "../namespaces.ts";
import type { Reconcile } from "../reconcile.ts";

/** `Date` headers have whole seconds, and a message can be saved a moment before this clock would say. In milliseconds. */
const slack = 2000;

/** How far the server's clock is ahead of this one, in milliseconds. */
function clockOffset(response: Response): number {
  const date = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(date) ? 0 : date - Date.now();
}

/** A `reconcile` that looks for the text that was sent among the messages of a chat that `list` gives. */
export function reconcileSendIn(list: List, chatId: string): Reconcile {
  return async ({ input, sentAt }, { signal }) => {
    const { data, response } = await list({ chatId }, { signal }).withResponse();
    const { message } = Object(input.body) as { message?: unknown };
    const since = sentAt.getTime() + clockOffset(response) - slack;
    const isIt = ({ content, sender_type, created_at }: Row) =>
      content === message && sender_type !== "customer" && Date.parse(String(created_at)) >= since;
    return data.items.some(isIt) ? "sent" : "unknown";
  };
}
