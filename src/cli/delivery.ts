import { watchDelivery } from "../feed/index.ts";
import { agentFrom, type Common } from "./client.ts";
import { exitCodes } from "./failure.ts";
import { positive } from "./positive.ts";
import { stopAfter } from "./stop.ts";
import type { Texts } from "./texts/language.ts";

/** The command's options, as its help explains them. */
export interface DeliveryCommand extends Common {
  readonly session: string;
  readonly until?: "delivered" | "read";
  readonly timeout?: string;
}

/** Prints each state that sent messages reach. Returns the exit code: whether all reached `until`. */
export async function delivery(ids: readonly string[], given: DeliveryCommand, t: Texts): Promise<number> {
  const { session, until = "delivered", baseUrl, json } = given;
  const seconds = positive("timeout", given.timeout, t) ?? 60;
  const agent = await agentFrom(session, { baseUrl }, t);
  const sents = ids.map((messageId) => ({ messageId }));
  const signal = stopAfter();
  const states = new Map<string | undefined, string>();
  for await (const change of watchDelivery(agent, sents, { timeout: seconds * 1000, until, signal })) {
    states.set(change.messageId, change.state);
    process.stdout.write(
      `${json ? JSON.stringify(change) : `${change.messageId}  ${t(`delivery.${change.state}`)}`}\n`,
    );
  }
  if (signal.aborted) return exitCodes.stopped;
  const hasReached = (id: string) =>
    states.get(id) === "read" || (states.get(id) === "delivered" && until === "delivered");
  return ids.every(hasReached) ? exitCodes.done : exitCodes.partly;
}
