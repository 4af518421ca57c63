import type { CampaignProgress, CampaignReport, CampaignState } from "../../campaign/index.ts";
import { isWipsyError } from "../../errors/guard.ts";
import { drawBar } from "../bar.ts";
import { exitCodes } from "../failure.ts";
import { stopAfter } from "../stop.ts";
import type { Texts } from "../texts/language.ts";
import { isConfirmed } from "./ask.ts";
import { durationOf } from "./duration.ts";
import { type ManyCommand, type Prepared, prepare } from "./prepare.ts";
import { firstMessages, previewText } from "./preview.ts";
import { lineOf, openReport } from "./report.ts";

/** The counts by state. */
function countsOf(states: CampaignReport["states"], t: Texts): string[] {
  // The cast: keys of a typed record.
  return Object.entries(states).map(([state, count]) => t(`state.${state as CampaignState}`, { count }));
}

function codeOf({ states }: CampaignReport): number {
  if (states.unknown) return exitCodes.unknown;
  return states.rejected || states["not-sent"] || states.invalid ? exitCodes.partly : exitCodes.done;
}

/** Beside the bar, the most important first: a narrow terminal cuts the end. */
function factsOf({ rows, total = rows, perSecond, remainingMs, states }: CampaignProgress, t: Texts): string[] {
  return [
    `${rows}/${total}`,
    ...(remainingMs === undefined ? [] : [t("many.left", { time: durationOf(remainingMs) })]),
    `${perSecond.toFixed(1)}/s`,
    ...countsOf(states, t),
  ];
}

/** How the campaign ended, and what to do next. */
function summaryOf({ list, campaign }: Prepared, name: string, t: Texts): string {
  const { isComplete, states, unknown } = campaign.report;
  const rows = unknown.map(({ row }) => list.rowOf(row)).join(", ");
  const ends = [...(rows ? [t("many.unknown", { rows })] : []), ...(isComplete ? [] : [t("many.resume", { name })])];
  return [countsOf(states, t).join(" · ") || t("many.noRows"), ...ends].join("\n");
}

/** Sends the campaign, with a progress bar and a report. */
async function run(prepared: Prepared, { json, name, ...given }: ManyCommand, t: Texts): Promise<void> {
  const { list, campaign, progress } = prepared;
  const report = await openReport(given.report);
  const shown = () => ({ share: progress().rows / Math.max(1, list.size), facts: factsOf(progress(), t) });
  const bar = drawBar(shown, process.stderr);
  try {
    for await (const result of campaign) {
      const line = lineOf(result, list.rowOf(result.row));
      await report.write(line);
      if (json) process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  } finally {
    bar.end();
    await report.close();
    const { isComplete, states, channels } = campaign.report;
    const text = json ? JSON.stringify({ isComplete, states, channels }) : summaryOf(prepared, name, t);
    process.stderr.write(`${text}\n`);
  }
}

/**
 * Sends a message to each recipient of a list, once: shows the first messages, asks, and sends. Returns the exit code.
 *
 * @throws Error for an unusable list or option, before anything is sent
 */
export async function sendMany(file: string, given: ManyCommand, t: Texts): Promise<number> {
  const { name, json, dryRun } = given;
  const isAsking = !given.yes && !dryRun;
  if (isAsking && !process.stdin.isTTY) throw new Error(t("many.needsYes"));
  const signal = stopAfter();
  const prepared = await prepare(file, given, signal, t);
  const { list, frame, campaign } = prepared;
  const check = await campaign.check();
  const first = await firstMessages(frame, list, 3);
  if (!json) process.stderr.write(previewText(first, check, list, t));
  if (dryRun) {
    const problems = check.problems.map(({ row, error }) => ({ row: list.rowOf(row), problem: error.message }));
    if (json) process.stdout.write(`${JSON.stringify({ ...check, problems, first })}\n`);
    return check.invalid > 0 ? exitCodes.partly : exitCodes.done;
  }
  const question = t("many.question", { count: check.rows - check.invalid, name });
  if (isAsking && !(await isConfirmed(`${question} `, signal))) {
    process.stderr.write(`${t("many.nothingSent")}\n`);
    return exitCodes.stopped;
  }
  await run(prepared, given, t).catch((error) => {
    // Its cause says what is wrong with the list of opt-outs.
    throw isWipsyError(error, "InputError") && error.field === "exclude" ? error.cause : error;
  });
  return signal.aborted ? exitCodes.stopped : codeOf(campaign.report);
}
