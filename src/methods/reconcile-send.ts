import type { Reconcile } from "../call/reconcile.ts";
import { instantOf } from "../lists/instant.ts";
import type { List } from "./namespaces.ts";

/**
 * How far the server's clock may be ahead of this one, in milliseconds: none where its answer to what was `asked` then
 * does not show that they differ. NaN where it does not show its clock, as in a browser.
 */
function clockOffset(response: Response, asked: number): number {
  // Whole seconds: written at any time within the one that it names.
  const end = Date.parse(response.headers.get("date") ?? "") + 1000;
  if (Number.isNaN(end)) return end;
  return end <= asked || end - 1000 > Date.now() ? end - asked : 0;
}

/** A `reconcile` that looks for the text that was sent among the messages of a chat that `list` gives. */
export function reconcileSendIn(list: List, chatId: string): Reconcile {
  return async ({ input, sentAt }, { signal }) => {
    const asked = Date.now();
    const { data, response } = await list({ chatId }, { signal }).withResponse();
    const { message } = Object(input.body) as { message?: unknown };
    // Without slack: the same text may have been sent right before.
    const since = (sentAt.getTime() + clockOffset(response, asked)) * 1000;
    const isThere = data.items.some(
      ({ content, sender_type, created_at, status }) =>
        content === message && status !== "failed" && sender_type !== "customer" && instantOf(created_at) >= since,
    );
    return isThere ? "sent" : "unknown";
  };
}
