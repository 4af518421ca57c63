import { exitCodes } from "../failure.ts";
import type { Texts } from "../texts/language.ts";
import type { Noun } from "./progress.ts";

/** What an export wrote. */
export interface Exported {
  readonly noun: Noun;
  readonly count: number;
  /** The number of chats, if the items are their messages. */
  readonly chats?: number;
  /** Why these may not be all. */
  readonly warning: string | undefined;
}

/** Prints what was written, and whether there may be more, to standard error. Returns the exit code. */
export function summarize({ noun, count, chats, warning }: Exported, t: Texts, json: boolean | undefined): number {
  const complete = warning === undefined;
  const lines = json
    ? [JSON.stringify({ [noun]: count, chats, complete })]
    : [t(`written.${noun}`, { count, chats: chats ?? 0 }), ...(warning === undefined ? [] : [warning])];
  process.stderr.write(lines.map((line) => `${line}\n`).join(""));
  return complete ? exitCodes.done : exitCodes.incomplete;
}
