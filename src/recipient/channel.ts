import { InputError } from "../errors/classes.ts";

/** The channels a message can take. The API also writes `messenger` as `facebook`; here it is always `messenger`. */
export type Channel = "whatsapp" | "instagram" | "messenger";

// Each rule is here twice, as a type and as code; test/types/channel.test.ts checks that they agree. Spaces and dashes
// include the kinds that pasted numbers contain.

type Bracket = "(" | ")" | "[" | "]";
type Separator =
  | (" " | "\u00a0" | "\u202f")
  | ("." | Bracket)
  | ("-" | "\u2010" | "\u2011" | "\u2012" | "\u2013" | "\u2014" | "\u2212");
const separators = /[ \u00a0\u202f.()[\]\-\u2010-\u2014\u2212]/g;

/**
 * User ids consist of visible ASCII characters. With an invisible one from pasting, the server would find no such user.
 */
type InIds = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
const notInIds = /[^!-~]/;
const neither = "is neither a phone number with its country code nor a user id with its prefix";
/** Spaces, control characters and other characters that are not displayed. */
const invisible = /[\p{C}\p{Z}\p{DI}]/u;

type TooShort = 0 | 1 | 2 | 3 | 4 | 5 | 6;
/** Without `+`, so few digits are most likely a national number. */
type National = TooShort | 7 | 8 | 9 | 10;

type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";

/** The digits of `S` as a tuple; `never` if `S` has another character or more than 15 digits. */
type Digits<S extends string, Found extends unknown[] = []> = S extends ""
  ? Found
  : Found["length"] extends 15
    ? never
    : S extends `${Digit}${infer Rest}`
      ? Digits<Rest, [...Found, unknown]>
      : never;

type Without<
  Dropped extends string,
  S extends string,
  Kept extends string = "",
> = S extends `${infer First}${infer Rest}`
  ? Without<Dropped, Rest, First extends Dropped ? Kept : `${Kept}${First}`>
  : Kept;

type WithoutSeparators<S extends string> = Without<Separator, S>;

type OfLength<Length, Refused> = [Length] extends [never] ? never : Length extends Refused ? never : "whatsapp";

type OfPhone<S extends string> = S extends `+${infer Rest}`
  ? OfLength<Digits<Rest>["length"], TooShort>
  : OfLength<Digits<S>["length"], National | 15>;

/** `0057…`, `+44 (0)20 …`, `+44 (020) …`: zeros that may be dialled only from or within one country. */
type HasNationalZero<To extends string> =
  Without<Exclude<Separator, Bracket>, To> extends `${string}${"(" | "["}0${string}`
    ? true
    : WithoutSeparators<To> extends `0${string}` | `+0${string}`
      ? true
      : false;

type OfId<Id extends string, Found extends Channel> = Id extends "" ? never : OfRest<Id, Found>;

type OfRest<Id extends string, Found extends Channel> = Id extends `${infer First}${infer Rest}`
  ? InIds extends `${string}${First}${string}`
    ? OfRest<Rest, Found>
    : // The compiler may only know that this is a number.
      Record<never, never> extends Record<First, never>
      ? OfRest<Rest, Found>
      : never
  : Found;

/**
 * The channel of a literal recipient, as {@link detectChannel} finds it at run time: `never` if the recipient is
 * invalid, every channel if the compiler does not know the string.
 *
 * @example
 * ```ts
 * import type { DetectChannel } from "wipsy-client";
 * const channel: DetectChannel<"ig_828925823321473"> = "instagram";
 * console.log(channel);
 * ```
 */
export type DetectChannel<To extends string> = To extends `ig_${infer Id}`
  ? OfId<Id, "instagram">
  : To extends `fb_${infer Id}`
    ? OfId<Id, "messenger">
    : // This record can be empty only if the type has infinitely many strings.
      Record<never, never> extends Record<To, never>
      ? Channel
      : HasNationalZero<To> extends true
        ? never
        : OfPhone<WithoutSeparators<To>>;

/** The channel that a recipient's prefix states: `never` if it has no prefix. */
export type StatedChannel<To extends string> = To extends `ig_${string}`
  ? "instagram"
  : To extends `fb_${string}`
    ? "messenger"
    : WithoutSeparators<To> extends `+${string}`
      ? "whatsapp"
      : never;

/** Why a literal recipient has no channel, as shown in the compiler's error. */
export type RecipientProblem<To extends string> = To extends `ig_${string}` | `fb_${string}`
  ? "the user id after the prefix is missing or has an invalid character"
  : HasNationalZero<To> extends true
    ? "it starts with 0, or has 0 after a bracket: write + and the country code instead"
    : WithoutSeparators<To> extends `+${string}`
      ? "a phone number is + and 7 to 15 digits"
      : WithoutSeparators<To> extends `${bigint}`
        ? Digits<WithoutSeparators<To>>["length"] extends National
          ? "too few digits without +: add + and the country code"
          : "a bare number this long may be a user id or a phone: add ig_ or fb_, or set channel"
        : "neither a phone number nor a user id with the prefix ig_ or fb_";

/** A recipient as it is sent, and its channel. */
export interface Recipient {
  /** As given; a phone without its separators. */
  readonly to: string;
  /** The channel that a message to it takes. */
  readonly channel: Channel;
}

/** Why a recipient is invalid. Never contains it. */
export interface BadRecipient {
  readonly field: "to" | "channel";
  readonly problem: string;
}

const bad = (problem: string): BadRecipient => ({ field: "to", problem });

/** The problem with a recipient: an invisible character, with its code point, or else `problem`. */
function badText(text: string, problem: string): BadRecipient {
  const code = invisible.exec(text)?.[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  return bad(code ? `has an invisible character (U+${code}): remove it` : problem);
}

/** `to` without separators if that is a phone number, else `undefined`. */
function asPhone(to: string): string | undefined {
  const phone = to.replace(separators, "");
  return /^\+?\d+$/.test(phone) ? phone : undefined;
}

/** The channel of a user id's prefix. */
function prefixChannel(to: string): Channel | undefined {
  if (to.startsWith("ig_")) return "instagram";
  return to.startsWith("fb_") ? "messenger" : undefined;
}

function idRecipient(to: string, channel: Channel): Recipient | BadRecipient {
  if (/^(ig|fb)_$/.test(to)) return bad("is a prefix without a user id");
  if (notInIds.test(to)) return badText(to, "has an invalid character");
  return { to, channel };
}

/** Whether the first digit, or the first digit after a bracket, is 0. */
const hasNationalZero = (given: string) => /(^\D*|[([][^\d()[\]]*)0/.test(given);

function phoneRecipient(phone: string, given: string): Recipient | BadRecipient {
  if (hasNationalZero(given))
    return bad("starts with 0, or has 0 after a bracket: give it with + and its country code");
  const digits = phone.replace("+", "").length;
  // Without +, so few digits are most likely a national number.
  if (digits < (phone[0] === "+" ? 7 : 11) || digits > 15)
    return bad(`has ${digits} digits: give it with + and its country code`);
  return { to: phone, channel: "whatsapp" };
}

function unprefixedRecipient(to: string): Recipient | BadRecipient {
  const phone = asPhone(to);
  if (phone === undefined) return badText(to.replace(separators, ""), neither);
  if (phone[0] !== "+" && phone.length >= 15) {
    return bad(`has ${phone.length} digits: a user id needs its prefix ig_ or fb_, or set channel`);
  }
  return phoneRecipient(phone, to);
}

function recipientOn(to: string, channel: Channel): Recipient | BadRecipient {
  if (channel !== "whatsapp") return idRecipient(to, channel);
  const phone = asPhone(to);
  if (phone !== undefined) return phoneRecipient(phone, to);
  // Chats hold WhatsApp addresses, too (…@s.whatsapp.net).
  if (/^[!-?A-~]+@[!-?A-~]+$/.test(to)) return { to, channel };
  return badText(to.replace(separators, ""), "is not a phone number with its country code");
}

function fromText(to: unknown, read: (to: string) => Recipient | BadRecipient): Recipient | BadRecipient {
  const text = to ?? "";
  if (typeof text !== "string") return bad("must be a string: put a number in quotes");
  return text ? read(text) : bad("is empty: give a phone number or a user id");
}

// Apart from `recipientOf`, so that a bundle that only detects channels can leave that out.
function detected(to: string): Recipient | BadRecipient {
  const channel = prefixChannel(to);
  return channel ? idRecipient(to, channel) : unprefixedRecipient(to);
}

/**
 * The recipient as it is sent, on `channel` if set, else on the detected channel. With `channel`, a bare number of any
 * length is that channel's user id, or on WhatsApp a phone number.
 */
export function recipientOf(given: unknown, channel?: Channel): Recipient | BadRecipient {
  if (channel === undefined) return fromText(given, detected);
  return fromText(given, (to) => {
    const stated = prefixChannel(to) ?? (to.replace(separators, "")[0] === "+" ? "whatsapp" : channel);
    if (stated === channel) return recipientOn(to, channel);
    const problem = `is ${channel}, but the prefix of to says ${stated}: correct one, or omit channel`;
    return { field: "channel", problem };
  });
}

/**
 * Detects the channel of a recipient. Returns it with the recipient as it is sent.
 *
 * - `ig_…`: Instagram. `fb_…`: Messenger.
 * - `+` and 7 to 15 digits, or 11 to 14 digits alone: WhatsApp. Spaces, dots, dashes and brackets are removed. A country
 *   code is never added: without `+`, ten digits or fewer are most likely a national number, and are refused.
 * - Country codes do not begin with 0, so `0057…` and `+0…` are refused. So is a 0 right after a bracket, as in
 *   `+44 (0)20…` and `+44 (020)…`: some countries drop it for calls from abroad, others keep it.
 * - 15 digits or more without `+` are refused, too: they may be a user id or a phone number.
 *
 * The prefixes are documented by the vendor; the lengths come from the numbering plan (E.164).
 *
 * @throws InputError if no channel can be detected. The message never contains the recipient.
 * @example
 * ```ts
 * import { detectChannel } from "wipsy-client";
 * const { to, channel } = detectChannel("+57 (318) 877-9043");
 * console.log(to, channel); // +573188779043 whatsapp
 * ```
 */
export function detectChannel(to: string): Recipient {
  const found = fromText(to, detected);
  if ("problem" in found) throw new InputError(`detectChannel: to ${found.problem}.`, { field: "to" });
  return found;
}
