import { signalCheck } from "../call/options.ts";
import { type Checked, checkedOptions, isFunction, must, mustBeWhole, refuse } from "../errors/refuse.ts";
import { isRecord } from "../operation/values.ts";
import type { Address } from "./address.ts";
import type { StopAfter } from "./brake.ts";
import type { CampaignProgress } from "./tally.ts";

/** The name under which errors of a campaign appear. */
export const about = "sendMany";

/** The recipients to leave out, or a function that says whether to leave one out. */
export type Exclude = ReadonlySet<string> | readonly string[] | ((recipient: Address) => boolean | Promise<boolean>);

/**
 * Options of `sendMany`.
 *
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { type CampaignOptions, sendMany } from "wipsy-client/campaign";
 * import { memoryStore } from "wipsy-client/stores/memory";
 * const optOuts = new Set(["+573001100001"]);
 * const options = { name: "november-offer", message: "Hola {name}", perSecond: 2, exclude: optOuts } satisfies CampaignOptions;
 * const recipients = [{ to: "+573001100002", name: "Ana" }];
 * for await (const { state } of sendMany(new Wipsy({ idempotency: memoryStore() }), recipients, options)) console.log(state);
 * ```
 */
export interface CampaignOptions {
  /**
   * The campaign's name: running it again under the same name resumes. It begins every key of the campaign. 1 to 190
   * characters, without `:` and without personal data.
   */
  readonly name: string;
  /**
   * The text for everybody: `{field}` stands for that field of the row. A row then has `to`, perhaps `channel` and `key`,
   * and the fields of the text. Another text under the same name is refused.
   * @default each row is a whole message
   */
  readonly message?: string | undefined;
  /**
   * Opt-outs: these recipients are left out. A set or an array may change while the campaign runs. A function is asked right
   * before each send, with the recipient as it is sent.
   * @default nobody
   */
  readonly exclude?: Exclude | undefined;
  /**
   * Maximum number of sends under way at once.
   * @default 1: messages go out in order, and a crash leaves at most one unknown outcome
   */
  readonly concurrency?: number | undefined;
  /**
   * Maximum number of sends that start in a second, evenly spaced. Fractions are accepted.
   * @default no limit
   */
  readonly perSecond?: number | undefined;
  /**
   * Stops the campaign with an error when too many sends fail.
   * @default never
   */
  readonly stopAfter?: StopAfter | undefined;
  /** Ends the campaign when aborted: sends under way are finished, no others start, and the loop ends without an error. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each row. If it throws, the campaign ends with that error. */
  readonly onProgress?: ((progress: CampaignProgress) => void) | undefined;
  /**
   * How many rows there are, for the remaining time.
   * @default known where `recipients` can be read twice
   */
  readonly total?: number | undefined;
}

const isListed = (value: unknown) => value instanceof Set || Array.isArray(value);
const isRate = (value: unknown) => Number.isFinite(value) && Number(value) > 0;

function stopAfterOf(given: unknown): StopAfter {
  const { failures, rate } = checkedOptions<StopAfter>("stopAfter", given, {
    failures: mustBeWhole(1),
    rate: must("a number above 0, at most 1", (value) => isRate(value) && Number(value) <= 1),
  });
  return { failures: failures ?? refuse("stopAfter", "failures", "is required"), rate };
}

/**
 * Checks the options of a campaign.
 *
 * @throws InputError that names the invalid option
 */
export function campaignOptions(given: unknown): Checked<CampaignOptions> & { readonly name: string } {
  const options = checkedOptions<CampaignOptions>(about, given, {
    name: must(
      "a string of 1 to 190 characters, without control characters or a colon",
      (value) => typeof value === "string" && /^[^:\p{Cc}\p{Cs}]{1,190}$/u.test(value),
    ),
    message: must("a string with a text", (value) => typeof value === "string" && value.trim() !== ""),
    exclude: must("an array, a Set or a function", (value) => isListed(value) || isFunction(value)),
    concurrency: mustBeWhole(1),
    perSecond: must("a number above 0", isRate),
    stopAfter: must("a plain object with failures", isRecord),
    signal: signalCheck,
    onProgress: must("a function", isFunction),
    total: mustBeWhole(0),
  });
  const { name = refuse(about, "name", "is required"), stopAfter } = options;
  return { ...options, name, ...(stopAfter && { stopAfter: stopAfterOf(stopAfter) }) };
}
