import { isWipsyError } from "../errors/guard.ts";
import { refuse, shown } from "../errors/refuse.ts";
import { sha256 } from "../idempotency/sha256.ts";
import type { SendOptions } from "../methods/messages.ts";
import { isPlain, isRecord, own } from "../operation/values.ts";
import { readable } from "../request/input.ts";
import { type Address, addressOf, textOf } from "./address.ts";
import { about } from "./options.ts";
import type { Accepted } from "./result.ts";

/** `wipsy.messages.send`, for messages that are checked at run time. */
export type Send = (message: object, options: SendOptions) => Promise<Accepted>;

/** @throws InputError if the client's description has no `messages.send` */
export function sendOf(caller: string, wipsy: object): Send {
  const { send }: { send?: Send } = Object(wipsy).messages;
  return send ?? refuse(caller, "wipsy", "has no messages.send");
}

/** A row that can be sent. */
export interface Plan {
  readonly key: string;
  readonly address: Address;
  readonly message: object;
}

/** What the rows of a campaign have in common. */
export interface Frame {
  readonly name: string;
  readonly template: string | undefined;
  readonly send: Send;
}

/** The text for one row: a row without a field of the template has none. */
function filled(template: string, row: object): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = own(row, name.trim());
    const text = isPlain(value) ? String(value) : "";
    return text.trim() ? text : refuse(about, shown(name.trim()), "is missing: the message needs it");
  });
}

/** What is sent to `address`. A recipient that shows its channel goes without one, so that both spellings are one message. */
function messageOf(row: Record<string, unknown>, address: Address, template: string | undefined): object {
  const { key: _, ...fields } = template === undefined ? row : { message: filled(template, row) };
  const { to, channel } = address;
  const isDetected = /^(whatsapp \+|instagram |messenger )/.test(textOf(address));
  return { ...fields, to, channel: isDetected ? undefined : channel };
}

/**
 * Plans one row, and checks it as a send does.
 *
 * @throws InputError if the row is invalid
 */
export async function planOf({ name, template, send }: Frame, row: unknown): Promise<Plan> {
  if (!isRecord(row)) return refuse(about, "row", "must be a plain object with to");
  const [address, message, ownKey] = readable(about, () => {
    const found = addressOf(about, row.to, row.channel);
    return [found, messageOf(row, found, template), row.key] as const;
  });
  const most = 254 - name.length;
  if (
    ownKey !== undefined &&
    !(typeof ownKey === "string" && /^[^\p{Cc}\p{Cs}]+$/u.test(ownKey) && ownKey.length <= most)
  )
    return refuse(about, "key", `must be a string of 1 to ${most} characters, without control characters`);
  const key = `${name}:${ownKey ?? (await sha256(textOf(address)))}`;
  // A call whose signal is already aborted checks its input and sends nothing.
  const checked = await send(message, { signal: AbortSignal.abort() }).catch((error) => error);
  if (isWipsyError(checked, "InputError")) throw checked;
  return { key, address, message };
}
