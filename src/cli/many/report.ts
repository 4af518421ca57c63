import type { AnyResult } from "../../campaign/result.ts";
import { csvOf } from "../export/format.ts";
import { openOutput } from "../export/output.ts";

/** What became of a recipient, without personal data. `row` is the row in the spreadsheet. */
export function lineOf({ state, channel, sent, error }: AnyResult, row: number) {
  return { row, state, channel, messageId: sent?.messageId, problem: error?.message };
}

type Line = ReturnType<typeof lineOf>;

const format = csvOf<Line>({
  row: ({ row }) => String(row),
  state: ({ state }) => state,
  channel: ({ channel }) => channel,
  message_id: ({ messageId }) => messageId,
  problem: ({ problem }) => problem,
});

/** Opens the report of a campaign as CSV. Without a file, it reports nothing. */
export async function openReport(file: string | undefined) {
  const output = file === undefined ? undefined : await openOutput(file);
  await output?.write(format.header);
  return {
    write: async (line: Line) => output?.write(format.linesOf([line])),
    // A campaign that was stopped has a report, too.
    close: async () => output?.close(true),
  };
}
