import { type About, refuse } from "../errors/refuse.ts";
import { type Recipient, recipientOf } from "../recipient/channel.ts";

/** A recipient as a campaign sends it: the same person always has the same one. */
export interface Address {
  /** A phone with `+`, a user id with its prefix, or whatever a channel of your own description takes. */
  readonly to: string;
  /** The channel. */
  readonly channel: string;
}

/** A phone, or a WhatsApp address that holds one. */
const phone = /^\+?([1-9]\d{6,14})(@s\.whatsapp\.net)?$/;

/** One spelling for each person: otherwise a list with two spellings would reach the person twice. */
function spelled({ to, channel }: Recipient): string {
  if (channel === "whatsapp") return to.replace(phone, "+$1");
  const prefix = channel === "instagram" ? "ig_" : "fb_";
  return to.startsWith(prefix) ? to : prefix + to;
}

/**
 * The address of a recipient. Without `channel`, it is detected.
 *
 * @throws InputError if there is no such recipient
 */
export function addressOf(who: About, to: unknown, channel?: unknown): Address {
  const known = channel === "facebook" ? "messenger" : channel;
  if (known === undefined || known === "whatsapp" || known === "instagram" || known === "messenger") {
    const found = recipientOf(to, known);
    if ("problem" in found) return refuse(who, found.field, found.problem);
    return { to: spelled(found), channel: found.channel };
  }
  // The send checks whether the description knows the channel.
  if (typeof to !== "string" || typeof known !== "string") return refuse(who, "to", "and channel must be strings");
  return { to, channel: known };
}

/** An address as one text, for comparing and hashing. */
export const textOf = ({ channel, to }: Address): string => `${channel} ${to}`;
