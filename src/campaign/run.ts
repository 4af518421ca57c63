import { pause } from "../call/limits.ts";
import { WipsyError } from "../errors/classes.ts";
import type { Checked } from "../errors/refuse.ts";
import { createBrake, type StopAfter } from "./brake.ts";
import { createInbox } from "./inbox.ts";
import { about, type CampaignOptions } from "./options.ts";
import type { Frame, Plan } from "./plan.ts";
import type { AnyResult, Outcome } from "./result.ts";
import { type PlannedRow, plannedRows } from "./rows.ts";
import { type Sending, sendRow } from "./send.ts";
import type { Source } from "./source.ts";
import type { Tally } from "./tally.ts";
import { keepText } from "./text.ts";

/** What a run needs. */
export interface Setup extends Frame, Omit<Sending, "ending" | "began" | "onWait"> {
  readonly options: Checked<CampaignOptions>;
  readonly source: Source;
  readonly tally: Tally;
}

/** Something that happened while a campaign runs, to be taken into account in order. Gives the result of a row, if any. */
type Happening = () => AnyResult | undefined;

/** At most so many rows wait for another process while others are sent in their place. */
const mostWaiting = 100;

const tooMany = ({ failures }: StopAfter, cause: unknown) => {
  const message = `${about}: stopped after ${failures} failed sends: call sendMany again to resume.`;
  return new WipsyError(message, { outcome: "not-sent", cause });
};

/** The rows in hand: reads them when there is room, sends them, and turns what happens into results. */
function createDesk(setup: Setup, end: AbortController) {
  const { options, source, tally, gate } = setup;
  const { concurrency = 1, stopAfter } = options;
  const hasTooMany = stopAfter && createBrake(stopAfter);
  const inbox = createInbox<Happening>();
  const rows = plannedRows(setup, source);
  const held = new Map<string, PlannedRow>();
  let [waiting, cut, isReading, isRead] = [0, 0, false, false];
  let failure: { readonly error: unknown } | undefined;

  /** Changes the state in its turn. */
  const post = (change: () => unknown) => inbox.post(() => void change());
  const isOver = () => isRead || end.signal.aborted;
  const onWait = (change: number) => post(() => (waiting += change));
  const sending: Sending = { ...setup, ending: end.signal, began: Date.now(), onWait };
  end.signal.addEventListener("abort", () => post(gate.open));

  function fail(error: unknown): void {
    failure ??= { error };
    end.abort();
  }

  function note({ row, recipient, plan }: PlannedRow, outcome: Outcome): AnyResult {
    const { state, sent, error } = outcome;
    const result = { row, recipient, state, key: plan?.key, channel: plan?.address.channel, sent, error };
    tally.add(result, outcome);
    return result;
  }

  function read(): void {
    isReading = true;
    rows.next().then(
      ({ value: found }) => inbox.post(() => onRow(found)),
      (error) => post(() => fail(error)),
    );
  }

  function onRow(found: PlannedRow | undefined): AnyResult | undefined {
    isReading = false;
    isRead = !found;
    if (!found || end.signal.aborted) return undefined;
    const { plan, error } = found;
    // Those of a source that can be read twice were reported before.
    if (!plan) return source.isRepeatable ? undefined : note(found, { state: "invalid", error });
    if (held.has(plan.key)) return note(found, { state: "duplicate" });
    held.set(plan.key, found);
    sendRow(sending, plan).then(
      (outcome) => inbox.post(() => onDone(found, plan, outcome)),
      (error) => post(() => held.delete(plan.key) && fail(error)),
    );
    return undefined;
  }

  function onDone(found: PlannedRow, { key }: Plan, outcome: Outcome | undefined): AnyResult | undefined {
    held.delete(key);
    cut += Number(!outcome);
    const { state, error, isLast, isSend } = outcome ?? {};
    if (isLast) fail(error);
    if (stopAfter && isSend && hasTooMany?.(state !== "accepted")) fail(tooMany(stopAfter, error));
    return outcome && note(found, outcome);
  }

  return {
    note,
    /** The result of the next thing that happens, if it has one. */
    next: async () => (await inbox.next())(),
    /** Whether there is anything left to do. Reads the next row if there is room. */
    isBusy(): boolean {
      if (!isOver() && !isReading && held.size - Math.min(waiting, mostWaiting) < concurrency) read();
      return held.size > 0 || !isOver();
    },
    /** Waits for the sends under way, and closes the source. */
    async close(): Promise<void> {
      end.abort();
      while (held.size > 0) (await inbox.next())();
      tally.isComplete = isRead && cut === 0;
      const closed = rows.return(undefined);
      // A row that is still being read may never come.
      if (isReading) closed.catch(() => {});
      else await closed;
    },
    /** @throws whatever ended the campaign early */
    check(): void {
      if (failure) throw failure.error;
    },
  };
}

/** Runs a campaign: gives a result for each row. Reads a row when there is room to send it. */
export async function* run(setup: Setup): AsyncGenerator<AnyResult> {
  const { options, source, tally } = setup;
  const { signal, onProgress } = options;
  // No record of an earlier run may have this run's start time: its row would count as a duplicate.
  await pause(2, undefined);
  const end = new AbortController();
  const desk = createDesk(setup, end);
  signal?.addEventListener("abort", () => end.abort(), { signal: end.signal });
  if (signal?.aborted) end.abort();
  try {
    await keepText(setup);
    if (source.isRepeatable) yield* invalidRows(setup, desk, end.signal);
    while (desk.isBusy()) {
      const result = await desk.next();
      if (!result) continue;
      onProgress?.(tally.progress());
      yield result;
    }
    desk.check();
  } finally {
    await desk.close();
  }
}

/** The invalid rows, before anything is sent. */
async function* invalidRows(setup: Setup, { note }: Pick<ReturnType<typeof createDesk>, "note">, ending: AbortSignal) {
  const { source, tally, options } = setup;
  let rows = 0;
  for await (const found of plannedRows(setup, source)) {
    if (ending.aborted) return;
    rows = found.row;
    if (found.plan) continue;
    const result = note(found, { state: "invalid", error: found.error });
    options.onProgress?.(tally.progress());
    yield result;
  }
  tally.total ??= rows;
}
