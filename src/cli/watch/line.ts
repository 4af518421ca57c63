import { stripVTControlCharacters } from "node:util";
import type { AgentEvent } from "../../feed/index.ts";
import type { Message } from "../../index.ts";
import { paint, type Style } from "../colors.ts";

const colours: Record<string, Style> = { whatsapp: "green", instagram: "magenta", messenger: "blue" };
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

/** A message as text. */
function textOf({ message_type: kind = "text", content = "" }: Message): string {
  return clean(kind === "text" ? content : `[${kind}] ${content}`);
}

/** The line for an event, at most `columns` wide; needs at least 24. */
export function lineOf(event: AgentEvent, now: Date, columns: number): string {
  const { customer, channel_type: channel = "" } = event.chat ?? {};
  const name = clean(customer?.name ?? "");
  const when = now.toTimeString().slice(0, 8);
  const start = `${paint("dim", when)}  ${paint(colours[channel] ?? "white", column(clean(channel), 9))}  `;
  const room = columns - 21;
  if (event.type === "gap") {
    const where = event.chat ? `in the chat with ${name}` : "in chats beyond the listed ones";
    return start + paint("red", cutTo(`GAP: messages were missed ${where}`, room));
  }
  const { sender_type: sender = "", status } = event.message;
  const isNew = event.type === "new";
  const what = clean(isNew ? sender : (status ?? ""));
  const who = cutTo(`${column(what, 9)}  ${column(name, 14)}  `, room);
  const text = cutTo(textOf(event.message), room - 27);
  if (!isNew) return start + paint("dim", who + text);
  return start + paint(sender === "customer" ? "bold" : "cyan", who) + text;
}
