import { waitForDelivery } from "../feed/delivery.ts";
import type { DeliveryState } from "../feed/delivery-state.ts";
import type { Account } from "./account.ts";
import { onlyReads } from "./permissions.ts";
import { reading } from "./results.ts";
import { closed, type Tool, text } from "./tool.ts";

const meanings: Readonly<Record<DeliveryState, string>> = {
  accepted: "The server accepted it; its status could not be found in time. Ask again later.",
  sent: "It is on its way.",
  failed: "It was not delivered. On WhatsApp, the customer's last message may be older than 24 hours.",
  delivered: "It reached the customer's device.",
  read: "The customer has read it.",
  "not-tracked": "The API shows no status for it. That says nothing about its delivery.",
};

/** Tells how far a message has come. Offered with an agent's session that can read messages, which show it. */
export function deliveryOf({ agent, lists }: Account): Tool[] {
  if (!agent || lists("messages").length === 0) return [];
  return [
    {
      name: "delivery_of",
      description: "Tells whether a message that was sent has been delivered or read. Waits a few seconds for it.",
      annotations: onlyReads("Delivery of a message"),
      input: closed(
        {
          messageId: text("The messageId of send_message."),
          to: text("Its recipient, as given to send_message. Finds it faster."),
          waitSeconds: {
            ...{ type: "integer", minimum: 1, maximum: 50, default: 10 },
            description: "How long to wait until it is delivered.",
          },
        },
        ["messageId"],
      ),
      output: closed(
        {
          state: text("How far it has come.", { enum: Object.keys(meanings) }),
          meaning: text("What that means."),
        },
        ["state", "meaning"],
      ),
      doing: reading,
      async run({ messageId, to, waitSeconds = 10 }, { signal }) {
        const sent = { messageId: String(messageId), ...(to !== undefined && { to: String(to) }) };
        const state = await waitForDelivery(agent, sent, { timeout: Number(waitSeconds) * 1000, signal });
        return { state, meaning: meanings[state] };
      },
    },
  ];
}
