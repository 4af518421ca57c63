import { stripVTControlCharacters } from "node:util";
import type { AgentEvent } from "../../feed/index.ts";
import { channelColors, paint, type Style } from "../colors.ts";
import type { Texts } from "../texts/language.ts";

/** Other descriptions may have other channels. */
const colors: Readonly<Record<string, Style | undefined>> = channelColors;
const segmenter = new Intl.Segmenter();

/** The most columns that a character takes: terminals disagree about non-Latin ones. */
function columnsOf(character: string): number {
  return /^[\u0020-\u024f\u2010-\u2026]+$/.test(character) ? 1 : 2;
}

/** Text on one line, without control characters. */
function clean(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ");
}

/** Text cut to at most `room` columns. */
export function cutTo(text: string, room: number): string {
  let [taken, kept] = ["", ""];
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) {
    columns += columnsOf(segment);
    if (columns > room) return room > 0 ? `${kept}…` : "";
    taken += segment;
    if (columns < room) kept = taken;
  }
  return taken;
}

/** Text cut or filled up to `width` columns. */
export function column(text: string, width: number): string {
  const cut = cutTo(text, width);
  const used = [...segmenter.segment(cut)].reduce((sum, { segment }) => sum + columnsOf(segment), 0);
  return cut + " ".repeat(width - used);
}

/** A text field of an item. Another description may have other types, or no such field. */
export function textIn(item: unknown, name: string): string {
  const value: unknown = Reflect.get(Object(item), name);
  return typeof value === "string" ? clean(value) : "";
}

/** A message as text. */
function textOf(message: object): string {
  const [kind, content] = [textIn(message, "message_type"), textIn(message, "content")];
  return kind === "" || kind === "text" ? content : `[${kind}] ${content}`;
}

/** An event of a feed, of any description. */
export type WatchedEvent = AgentEvent<object, object>;

/** The line for an event, at most `columns` wide; needs at least 24. */
export function lineOf(event: WatchedEvent, now: Date, columns: number, t: Texts): string {
  const channel = textIn(event.chat, "channel_type");
  const name = textIn(Reflect.get(Object(event.chat), "customer"), "name");
  const when = now.toTimeString().slice(0, 8);
  const start = `${paint("dim", when)}  ${paint(colors[channel] ?? "white", column(channel, 9))}  `;
  const room = columns - 21;
  if (event.type === "gap") {
    return start + paint("red", cutTo(event.chat ? t("watch.gapIn", { name }) : t("watch.gapBeyond"), room));
  }
  const sender = textIn(event.message, "sender_type");
  const isNew = event.type === "new";
  const what = isNew ? sender : textIn(event.message, "status");
  const who = cutTo(`${column(what, 9)}  ${column(name, 14)}  `, room);
  const text = cutTo(textOf(event.message), room - 27);
  if (!isNew) return start + paint("dim", who + text);
  return start + paint(sender === "customer" ? "bold" : "cyan", who) + text;
}
