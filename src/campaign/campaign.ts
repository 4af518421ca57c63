import type { Types } from "../../generated/resources.ts";
import { clientBehind } from "../call/client.ts";
import { createLimiter } from "../call/rate.ts";
import { checkEvidence } from "../call/run.ts";
import { refuse } from "../errors/refuse.ts";
import type { Api, Operation } from "../operation/table.ts";
import type { Addressed, OutgoingMessage, SentMessage } from "../recipient/message.ts";
import type { types } from "../wipsy.ts";
import { type CampaignCheck, checkRows } from "./check.ts";
import { type CampaignDelivery, type CampaignDeliveryOptions, deliveryOf } from "./delivery.ts";
import { createExclude } from "./exclude.ts";
import { createGate } from "./gate.ts";
import { about, type CampaignOptions, campaignOptions } from "./options.ts";
import { sendOf } from "./plan.ts";
import type { AnyResult, CampaignResult } from "./result.ts";
import { run } from "./run.ts";
import { type Recipients, sourceOf } from "./source.ts";
import { type CampaignReport, createTally } from "./tally.ts";

/** What a row may have besides a message. */
export interface Keyed {
  /**
   * The row's own part of the idempotency key, without personal data. The key is the campaign's name, a colon, and this.
   * @default a SHA-256 of the recipient
   */
  readonly key?: string | undefined;
}

/** A row of a campaign whose option `message` is set. Its other fields are those of the text. */
export interface TemplateRow extends Keyed {
  /** The recipient: a phone number, or a user id with its prefix. */
  readonly to: string;
  /**
   * The channel.
   * @default detected from `to`
   */
  readonly channel?: string | undefined;
}

/** Many messages under one name. `for await` sends them and gives a result for each row; a campaign runs once. */
export interface Campaign<Row = unknown, A extends Api = Types>
  extends AsyncIterable<CampaignResult<Row, SentMessage<A>>> {
  /**
   * Reads all rows and sends nothing.
   *
   * @throws InputError if the rows can be read only once
   */
  check(): Promise<CampaignCheck>;
  /** Starts no more sends until `resume`. Sends under way are finished. */
  pause(): void;
  /** Ends a pause. */
  resume(): void;
  /** How the campaign went so far. Computed each time it is read. */
  readonly report: CampaignReport;
  /**
   * Follows the messages that the server has accepted, also in earlier runs, as `watchDelivery` does. Call it after the loop:
   * it reads the store once. It sends nothing, so that another process can call it later. Resolves when all messages have
   * reached `until`, failed, or turned out not to be tracked; at `timeout`; and at once when `signal` is aborted, with the
   * messages found so far. Holds only the messages that are open or have failed in memory.
   *
   * @throws InputError if an option is invalid, an IdempotencyError if the store fails, and the error of a failed poll like
   *   `watchDelivery`
   * @example
   * ```ts
   * import { Wipsy } from "wipsy-client";
   * import { sendMany } from "wipsy-client/campaign";
   * import { memoryStore } from "wipsy-client/stores/memory";
   * const wipsy = new Wipsy({ idempotency: memoryStore() });
   * const agent = wipsy.agent({
   *   session: {
   *     agent: { id: "agent-1", name: "Ana", role: "agent" },
   *     session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
   *   },
   * });
   * const campaign = sendMany(wipsy, [{ to: "+573001100001", message: "Hola" }], { name: "november-offer" });
   * for await (const { state } of campaign) console.log(state);
   * const { states, failed } = await campaign.delivery({ agent, until: "read", timeout: 1000 });
   * console.log(states, failed);
   * ```
   */
  delivery(options: CampaignDeliveryOptions): Promise<CampaignDelivery>;
}

/** A campaign with any description. */
type AnyCampaign = Omit<Campaign, typeof Symbol.asyncIterator> & AsyncIterable<AnyResult>;

/** A client that carries the types of its description. */
interface Typed<A extends Api> {
  readonly [types]?: A;
}

/**
 * Sends a message to each of many recipients, once. Each row is sent under an idempotency key: the campaign's name, a
 * colon, and a SHA-256 of the recipient. So running a campaign again resumes it, and a recipient that the list has twice
 * gets one message. Messages go out while the loop runs; `break` finishes the sends under way and ends the campaign.
 *
 * The rows are whole messages, or with the option `message` recipients with the fields of that text. Memory does not depend
 * on how many there are.
 *
 * @throws InputError if the client has no `idempotency` store, or an option is invalid. The loop throws an IdempotencyError
 *   if the name was used with another text or the store fails at the start, a WipsyError if `stopAfter` ends the campaign,
 *   and whatever reading the rows throws. A row that fails does not end the loop: its result says why.
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { sendMany } from "wipsy-client/campaign";
 * import { memoryStore } from "wipsy-client/stores/memory";
 * const wipsy = new Wipsy({ idempotency: memoryStore() });
 * const recipients = [
 *   { to: "+573001100001", name: "Ana" },
 *   { to: "+573001100002", name: "Luis" },
 * ];
 * const campaign = sendMany(wipsy, recipients, { name: "november-offer", message: "Hola {name}", perSecond: 2 });
 * for await (const { row, state } of campaign) console.log(row, state); // 1 accepted, 2 accepted
 * console.log(campaign.report.states);
 * ```
 */
export function sendMany<Row extends TemplateRow, A extends Api = Types>(
  wipsy: Typed<A>,
  recipients: Recipients<Row>,
  options: CampaignOptions & { readonly message: string },
): Campaign<Row, A>;
export function sendMany<Row extends OutgoingMessage<A> & Addressed & Keyed, A extends Api = Types>(
  wipsy: Typed<A>,
  recipients: Recipients<Row>,
  options: CampaignOptions & { readonly message?: undefined },
): Campaign<Row, A>;
export function sendMany(wipsy: object, recipients: unknown, options: unknown): AnyCampaign {
  const { table, allowInferred, idempotency: store, defaults } = clientBehind(wipsy, about);
  const send = sendOf(about, wipsy);
  // The cast: `messages.send` comes with it.
  checkEvidence(table.rows.sendMessage as Operation, allowInferred);
  if (!store) return refuse(about, "idempotency", "is not set: give the client a store");
  const checked = campaignOptions(options);
  const source = sourceOf(recipients);
  const tally = createTally(checked.total ?? source.size);
  const gate = createGate();
  const frame = { name: checked.name, template: checked.message, send };
  const setup = { ...frame, store, timeout: defaults.timeout, isExcluded: createExclude(checked.exclude) };
  let isStarted = false;
  return {
    [Symbol.asyncIterator]() {
      if (isStarted) refuse(about, "campaign", "runs once: call sendMany again");
      isStarted = true;
      return run({ ...setup, options: checked, source, tally, gate, limiter: createLimiter(checked) });
    },
    check: () => checkRows(frame, source),
    pause: () => gate.close(),
    resume: () => gate.open(),
    get report() {
      return tally.report();
    },
    delivery: (options) => deliveryOf(setup, options),
  };
}
