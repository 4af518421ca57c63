import { dirname, join, resolve } from "node:path";
import { type Campaign, type CampaignProgress, sendMany } from "../../campaign/index.ts";
import { type Frame, sendOf } from "../../campaign/plan.ts";
import { isWipsyError } from "../../errors/guard.ts";
import { Wipsy } from "../../index.ts";
import { memoryStore } from "../../stores/memory.ts";
import { sqliteStore } from "../../stores/sqlite.ts";
import type { Common } from "../client.ts";
import { positive } from "../positive.ts";
import type { Texts } from "../texts/language.ts";
import { openExcluded } from "./exclude.ts";
import { type List, readList } from "./list.ts";

/** The command's options, as its help explains them. */
export interface ManyCommand extends Common {
  readonly message: string;
  readonly name: string;
  readonly perSecond?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly exclude?: string;
  readonly report?: string;
}

/** A campaign that can start. */
export interface Prepared {
  readonly list: List;
  readonly frame: Frame;
  readonly campaign: Campaign;
  readonly progress: () => CampaignProgress;
}

/** The store of the campaigns beside a list. */
function storeFor(file: string, t: Texts) {
  // Node warns that its SQLite is experimental.
  process.removeAllListeners("warning");
  try {
    return sqliteStore(join(dirname(file), "wipsy.db"));
  } catch (error) {
    if (isWipsyError(error, "InputError")) throw new Error(t("many.noSqlite"));
    throw error;
  }
}

/** @throws Error if the report would replace a list */
function checkReport({ report = "", exclude = "" }: ManyCommand, file: string, t: Texts): void {
  const isList = [file, exclude].some((one) => one !== "" && resolve(one) === resolve(report));
  if (report !== "" && isList) throw new Error(t("many.reportOverList"));
}

/**
 * Reads the lists and sets up the campaign. Sends nothing.
 *
 * @throws Error for an unusable list or option
 */
export async function prepare(file: string, given: ManyCommand, signal: AbortSignal, t: Texts): Promise<Prepared> {
  const { name, message, baseUrl } = given;
  const perSecond = positive("per-second", given.perSecond, t) ?? 1;
  checkReport(given, file, t);
  const list = await readList(file, message, t);
  const exclude = given.exclude === undefined ? undefined : await openExcluded(given.exclude, t);
  const wipsy = new Wipsy({ baseUrl, idempotency: given.dryRun ? memoryStore() : storeFor(file, t) });
  let progress: CampaignProgress = { rows: 0, total: list.size, states: {}, perSecond: 0, remainingMs: undefined };
  const campaign = sendMany(wipsy, list.rows, {
    ...{ name, message, perSecond, exclude, signal, total: list.size },
    // So that the rate is reached although an answer takes up to a second.
    concurrency: Math.ceil(perSecond),
    stopAfter: { failures: 20, rate: 0.2 },
    onProgress: (now) => (progress = now),
  });
  const frame = { name, template: message, send: sendOf("send-many", wipsy) };
  return { list, frame, campaign, progress: () => progress };
}
