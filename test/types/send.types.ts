// Checked by `tsc`, never run: what compiles must compile, and what is marked must not.
import { type DetectChannel, type Messages, type OutgoingMessage, Wipsy } from "wipsy-client";

const { messages } = new Wipsy();
declare const anyText: string;
declare const some: boolean;

// Recipients: each channel, and what the compiler cannot see.
messages.send({ to: "+573188779043", message: "Hola" });
messages.send({ to: "+57 (318) 877-9043", message: "Hola" });
messages.send({ to: "573188779043", message: "Hola" });
messages.send({ to: "ig_828925823321473", message: "Hola" });
messages.send({ to: "fb_123456789", message: "Hola" });
messages.send({ to: anyText, message: "Hola" });
messages.send({ to: `+57${anyText}`, message: "Hola" });
messages.send({ to: `ig_${anyText}`, message: "Hola" });
messages.send({ to: some ? "ig_1" : "fb_1", message: "Hola" });
messages.send({ to: anyText, message: anyText, channel: "instagram" });
messages.send({ to: "828925823321473", message: "Hola", channel: "instagram" });
messages.send({ to: "fb_1", message: "Hola", channel: "facebook" });
messages.send({ to: "fb_1", message: "Hola", channel: "messenger" });

// @ts-expect-error: empty
messages.send({ to: "", message: "Hola" });
// @ts-expect-error: neither a phone nor a prefixed id
messages.send({ to: "Marta", message: "Hola" });
// @ts-expect-error: ambiguous
messages.send({ to: "828925823321473", message: "Hola" });
// @ts-expect-error: too short
messages.send({ to: "+123456", message: "Hola" });
// @ts-expect-error: a prefix alone
messages.send({ to: "ig_", message: "Hola" });
// @ts-expect-error: empty, on a channel
messages.send({ to: "", message: "Hola", channel: "instagram" });
// @ts-expect-error: no recipient
messages.send({ message: "Hola" });
// @ts-expect-error: a number
messages.send({ to: 573188779043, message: "Hola" });

// Text.
// @ts-expect-error: empty
messages.send({ to: "ig_1", message: "" });
// @ts-expect-error: none
messages.send({ to: "ig_1" });
// @ts-expect-error: a number
messages.send({ to: "ig_1", message: 5 });

// Channel against prefix.
// @ts-expect-error: ig_ is Instagram
messages.send({ to: "ig_1", message: "Hola", channel: "whatsapp" });
// @ts-expect-error: ig_ is Instagram
messages.send({ to: "ig_1", message: "Hola", channel: "facebook" });
// @ts-expect-error: fb_ is Messenger
messages.send({ to: "fb_1", message: "Hola", channel: "instagram" });
// @ts-expect-error: + is WhatsApp
messages.send({ to: "+573188779043", message: "Hola", channel: "messenger" });
// @ts-expect-error: a prefix before a text that is not known
messages.send({ to: `ig_${anyText}`, message: "Hola", channel: "messenger" });
// @ts-expect-error: no channel of this API
messages.send({ to: anyText, message: "Hola", channel: "telegram" });

// What works on WhatsApp only.
const quote = { type: "text", content: "¿Va?" } as const;
messages.send({ to: "+573188779043", message: "Hola", quotedMessageId: "wamid.EXAMPLE", quotedMessageMetadata: quote });
messages.send({ to: "+573188779043", message: "Hola", from: "+573000000000" });
messages.send({ to: anyText, message: "Hola", quotedMessageId: "wamid.EXAMPLE" });
messages.send({ to: anyText, message: "Hola", channel: "whatsapp", from: "+573000000000" });
messages.send({ to: "ig_1", message: "Hola", quotedMessageId: null, quotedMessageMetadata: null });

// @ts-expect-error: no quotes on Instagram
messages.send({ to: "ig_1", message: "Hola", quotedMessageId: "wamid.EXAMPLE" });
// @ts-expect-error: no quotes on Messenger
messages.send({ to: "fb_1", message: "Hola", quotedMessageMetadata: quote });
// @ts-expect-error: no sender on Instagram
messages.send({ to: "ig_1", message: "Hola", from: "+573000000000" });
// @ts-expect-error: no quotes on a channel that is set
messages.send({ to: anyText, message: "Hola", channel: "messenger", quotedMessageId: "wamid.EXAMPLE" });
// @ts-expect-error: no quotes on Facebook, which is Messenger
messages.send({ to: anyText, message: "Hola", channel: "facebook", quotedMessageId: "wamid.EXAMPLE" });

// Media.
messages.send({ to: "ig_1", message: "Mira", mediaUrl: "https://example.com/a.jpg", mediaType: "image" });
messages.send({ to: "ig_1", message: "Mira", mediaUrl: "HTTP://example.com/a.jpg" });
messages.send({ to: "ig_1", message: "Mira", mediaUrl: anyText, mediaType: "video" });
// @ts-expect-error: without mediaUrl
messages.send({ to: "ig_1", message: "Mira", mediaType: "image" });
// @ts-expect-error: no http(s) URL
messages.send({ to: "ig_1", message: "Mira", mediaUrl: "ftp://example.com/a.jpg" });
// @ts-expect-error: no URL
messages.send({ to: "ig_1", message: "Mira", mediaUrl: "a.jpg" });
// @ts-expect-error: the kinds in a request are closed
messages.send({ to: "ig_1", message: "Mira", mediaUrl: "https://example.com/a.gif", mediaType: "gif" });

// Names.
// @ts-expect-error: misspelt
messages.send({ to: "ig_1", message: "Mira", mediaURL: "https://example.com/a.jpg" });
// @ts-expect-error: there is no such field
messages.send({ to: "ig_1", message: "Mira", text: "Hola" });
// @ts-expect-error: the operation's own name is not there beside send
messages.sendMessage;

// Options.
messages.send({ to: "ig_1", message: "Hola" }, { timeout: 1000, signal: new AbortController().signal });
messages.send({ to: "ig_1", message: "Hola" }, { headers: { "x-trace": "1" }, timeout: undefined });
// @ts-expect-error: misspelt
messages.send({ to: "ig_1", message: "Hola" }, { timeOut: 1000 });
// @ts-expect-error: a text
messages.send({ to: "ig_1", message: "Hola" }, { timeout: "1000" });

// Messages that are made elsewhere.
const made = { to: anyText, message: "Hola" };
messages.send(made);
const parameters: Parameters<Messages["send"]>[0] = { to: anyText, message: "Hola" };
messages.send(parameters);
for (const to of ["+573188779043", "ig_1"]) messages.send({ to, message: "Hola" });

declare const any: OutgoingMessage;
messages.send(any);
messages.send({ ...any, to: anyText });
const url = anyText as string | undefined;
messages.send({ to: anyText, message: "Mira", mediaUrl: url, mediaType: url ? "image" : undefined });
messages.send({ to: anyText, message: "Mira", ...(url && ({ mediaUrl: url, mediaType: "image" } as const)) });
messages.send({ to: "ig_1", message: "Hola", mediaType: undefined, from: undefined });
// @ts-expect-error: a media type, and certainly no media
messages.send({ to: anyText, message: "Mira", mediaUrl: undefined, mediaType: "image" });
// @ts-expect-error: (0) is dialed within the country only
messages.send({ to: "+44 (0)20 7946 0958", message: "Hola" });
// @ts-expect-error: so it is without +
messages.send({ to: "44 (0)20 7946 0958", message: "Hola" });
// @ts-expect-error: no country code begins with 0
messages.send({ to: "0057 318 877 9043", message: "Hola" });
// @ts-expect-error: nor behind +
messages.send({ to: "+0573188779043", message: "Hola" });
// @ts-expect-error: a zero-width space in an id
messages.send({ to: "ig_828925823321473\u200b", message: "Hola" });
// An id that is known in part.
const number = 828925823321473 as number;
messages.send({ to: `ig_${number}`, message: "Hola" });
messages.send({ to: `ig_8289${anyText}`, message: "Hola" });
messages.send({ to: `fb_${anyText}.9`, message: "Hola" });
messages.send({ to: `+57${number}`, message: "Hola" });

// A write may be asked about, by an async function with a plain text in it.
messages.send({ to: "ig_1", message: "Hola" }, { reconcile: async () => "sent" });

// The channel of a recipient, by itself.
const channels: [
  DetectChannel<"+573188779043">,
  DetectChannel<"ig_1">,
  DetectChannel<"fb_1">,
  DetectChannel<string>,
  DetectChannel<"ig_1" | "+573188779043">,
] = ["whatsapp", "instagram", "messenger", "messenger", "whatsapp"];
void channels;
// @ts-expect-error: instagram, not whatsapp
const wrong: DetectChannel<"ig_1"> = "whatsapp";
void wrong;
// @ts-expect-error: no channel at all
const none: DetectChannel<"Marta"> = "whatsapp";
void none;

// A URL that is known in part may be one.
const host = anyText;
messages.send({ to: "ig_1", message: "Mira", mediaUrl: `${host}/invoice.pdf`, mediaType: "document" });
messages.send({ to: "ig_1", message: "Mira", mediaUrl: `https://${host}/invoice.pdf`, mediaType: "document" });
// @ts-expect-error: it begins with something else
messages.send({ to: "ig_1", message: "Mira", mediaUrl: "ftp://example.com/invoice.pdf", mediaType: "document" });

// Enums of a program's own.
enum Own {
  WhatsApp = "whatsapp",
  Instagram = "instagram",
}
messages.send({ to: anyText, message: "Hola", channel: Own.WhatsApp, from: "573000000000" });
messages.send({ to: "ig_1", message: "Hola", channel: Own.Instagram });
// @ts-expect-error: WhatsApp only
messages.send({ to: "ig_1", message: "Hola", channel: Own.Instagram, from: "573000000000" });
