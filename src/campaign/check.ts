import { refuse } from "../errors/refuse.ts";
import { about } from "./options.ts";
import type { Frame } from "./plan.ts";
import { type InvalidRow, plannedRows } from "./rows.ts";
import type { Source } from "./source.ts";
import { count, mostKept } from "./tally.ts";

/** What a campaign's rows are, before anything is sent. */
export interface CampaignCheck {
  /** Rows in all. */
  readonly rows: number;
  /** Valid rows by channel. The same recipient may count twice. */
  readonly channels: Readonly<Record<string, number>>;
  /** How many rows are invalid. */
  readonly invalid: number;
  /** The first 1,000 invalid rows: their number and error. */
  readonly problems: readonly InvalidRow[];
}

/**
 * Reads all rows and sends nothing.
 *
 * @throws InputError if the rows can be read only once
 */
export async function checkRows(frame: Frame, source: Source): Promise<CampaignCheck> {
  if (!source.isRepeatable) refuse(about, "recipients", "can be read only once: pass an array or a function");
  let [rows, invalid] = [0, 0];
  // Without a prototype: a channel of your own description may have any name.
  const channels: Record<string, number> = Object.create(null);
  const problems: InvalidRow[] = [];
  for await (const { row, plan, error } of plannedRows(frame, source)) {
    rows = row;
    if (plan) count(channels, plan.address.channel);
    else invalid += 1;
    if (error && problems.length < mostKept) problems.push({ row, error });
  }
  return { rows, channels: { ...channels }, invalid, problems };
}
