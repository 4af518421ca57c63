import { sendOf } from "../campaign/plan.ts";
import { Wipsy } from "../index.ts";
import type { Common } from "./client.ts";
import { exitCodes } from "./failure.ts";
import { stopAfter } from "./stop.ts";
import type { Texts } from "./texts/language.ts";

/** Sends one message and prints its id. */
export async function send(given: Common & { to: string; message: string }, t: Texts): Promise<number> {
  const { to, message, baseUrl, json } = given;
  const sent = await sendOf("send", new Wipsy({ baseUrl }))({ to, message }, { signal: stopAfter() });
  const text = json
    ? JSON.stringify(sent)
    : t("accepted", { channel: String(sent.channel), id: String(sent.messageId ?? "–") });
  process.stdout.write(`${text}\n`);
  return exitCodes.done;
}
