import { type DeliveryOptions, watchDelivery } from "../feed/delivery.ts";
import type { DeliveryState } from "../feed/delivery-state.ts";
import type { KeyRecord } from "../idempotency/store.ts";
import { count } from "./tally.ts";
import { ask, type Storing } from "./text.ts";

// What became of a campaign's messages after the server accepted them.

/** Options of `campaign.delivery`: those of `watchDelivery`, and the agent. */
export interface CampaignDeliveryOptions extends DeliveryOptions {
  /** A handle made by `wipsy.agent()`. Its chats show the messages. */
  readonly agent: object;
}

/** How far the accepted messages of a campaign have come. */
export interface CampaignDelivery {
  /** Counts of messages by state. States without messages are absent. */
  readonly states: { readonly [State in DeliveryState]?: number };
  /** The keys of the messages that failed: those of the results of their rows. */
  readonly failed: readonly string[];
}

type Named = Storing & { readonly name: string };

const pageSize = 100;

/** The records of the campaign's accepted messages. */
async function* acceptedOf({ name, ...storing }: Named): AsyncGenerator<KeyRecord, undefined> {
  const prefix = `${name}:`;
  for (let after = prefix; ; ) {
    const page = await ask(storing, (store) => store.list({ state: "accepted", after, limit: pageSize }));
    for (const record of page) {
      after = record.key;
      if (!after.startsWith(prefix)) return;
      yield record;
    }
    if (page.length < pageSize) return;
  }
}

/**
 * Follows the accepted messages of a campaign.
 *
 * @throws InputError, IdempotencyError, and the error of a failed poll like `watchDelivery`
 */
export async function deliveryOf(campaign: Named, given: unknown): Promise<CampaignDelivery> {
  const { agent, ...options }: CampaignDeliveryOptions = Object(given);
  const { until = "delivered", signal } = options;
  const records = acceptedOf(campaign);
  /** Messages whose state may still change, and those that failed. */
  const open = new Map<string, { readonly key: string; state: DeliveryState }>();
  const states: { [State in DeliveryState]?: number } = {};

  /** Takes the next message that has an id of its own: no other can be followed. */
  async function next(): Promise<IteratorResult<KeyRecord, undefined>> {
    for (;;) {
      const step = await records.next();
      if (step.done) return step;
      const id = step.value.answer?.messageId;
      if (typeof id === "string" && id !== "" && !open.has(id)) {
        open.set(id, { key: step.value.key, state: "accepted" });
        return step;
      }
      count(states, "not-tracked");
    }
  }

  // No generator: the watch would close it, and messages that it has not taken would not be counted.
  const messages = { [Symbol.asyncIterator]: () => ({ next }) };
  for await (const { messageId = "", state } of watchDelivery(agent, messages, options)) {
    const message = open.get(messageId);
    if (message) message.state = state;
    if (![until, "read", "not-tracked"].includes(state)) continue;
    open.delete(messageId);
    count(states, state);
  }
  while (!signal?.aborted && !(await next()).done) {
    // The timeout left this message unread.
  }
  const failed: string[] = [];
  for (const { key, state } of open.values()) {
    count(states, state);
    if (state === "failed") failed.push(key);
  }
  return { states: { ...states }, failed };
}
