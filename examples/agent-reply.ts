// As an agent: answers the pending WhatsApp chats whose last message is from the customer.
//
//   npx tsx examples/agent-reply.ts session.json
//
// session.json    the session that the agent's login returns: { "agent": {…}, "session": { "token": … } }. Keep it secret
// WIPSY_API_KEY   the key of the Wipsy account: agents read with their token, but sending requires the key

import { setTimeout as wait } from "node:timers/promises";
import { type AgentSession, type Chat, isWipsyError, type Message, Wipsy } from "wipsy-client";
import { readSession } from "./lib/session.ts";

/** Your bot goes here. */
function replyTo(_message: Message): string {
  return "Gracias por escribirnos. Una persona del equipo te responde en unos minutos.";
}

/** Sorted by time, whatever the server's order. Which messages a smaller limit would return is not documented. */
const all = { limit: Number.MAX_SAFE_INTEGER };

/**
 * The recipient for a chat's customer. No documented field holds the user id of an Instagram or Messenger customer,
 * and `phone` is not always a phone: without a + it may be national, a placeholder of a shop, or a group.
 */
function recipientOf({ channel_type, customer }: Chat): string | undefined {
  return channel_type === "whatsapp" && customer?.phone?.startsWith("+") ? customer.phone : undefined;
}

/** Answers the pending chats, with a line to `report` for each. `pause`: milliseconds between messages. */
export async function answerPending(
  wipsy: Wipsy,
  session: AgentSession,
  report: (line: string) => void,
  pause = 1000,
): Promise<void> {
  const agent = wipsy.agent({ session });

  async function answer(chat: Chat): Promise<string> {
    if (!chat.id) return "has no id";
    const messages = await agent.messages.iterate({ chatId: chat.id }).toArray(all);
    const last = messages.at(-1);
    if (last?.sender_type !== "customer") return "is answered";
    const to = recipientOf(chat);
    if (to === undefined) return "cannot be answered by the API: left to a person";
    await wipsy.messages.send({ to, message: replyTo(last), quotedMessageId: last.whatsapp_message_id });
    await wait(pause);
    return "answered now";
  }

  // Even if there may be more chats, answer those that came.
  for await (const chat of agent.chats.iterate({ status: "pending" }, { incomplete: "allow" })) {
    try {
      report(`Chat ${chat.id} ${await answer(chat)}.`);
    } catch (error) {
      if (!isWipsyError(error)) throw error;
      if (isWipsyError(error, "IncompleteListError")) {
        report(`Chat ${chat.id} may have more messages than the API returns: left to a person.`);
        continue;
      }
      // With the outcome "unknown" it may have been sent: this run does not retry, the next one will see it in the chat.
      report(`Chat ${chat.id} failed, ${error.outcome}: ${error.message}`);
    }
  }
}

if (process.argv[1] === import.meta.filename) {
  const [, , file] = process.argv;
  if (file === undefined) throw new Error("Name the session's file: npx tsx examples/agent-reply.ts session.json");
  await answerPending(new Wipsy(), await readSession(file), console.log);
}
