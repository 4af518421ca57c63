import type { WipsyError } from "../errors/classes.ts";
import type { SentMessage } from "../recipient/message.ts";

/**
 * What became of a row. `accepted`: the server has it now; `replayed`: an earlier run sent it; `duplicate`: its recipient was
 * handled before, by this run or with another text of the same template; `excluded`: an opt-out; `rejected` and `not-sent`:
 * nothing was sent, and the next run tries again; `unknown`: it may have been sent, and no run sends it again; `invalid`: it
 * cannot be sent.
 */
export type CampaignState =
  | ("accepted" | "replayed" | "duplicate" | "excluded")
  | ("rejected" | "not-sent" | "unknown" | "invalid");

/** An answer of `messages.send`, whatever the description says about it. */
export type Accepted = Readonly<Partial<Record<"channel" | "messageId" | "replayed", unknown>>>;

/** What became of a row. */
export interface Outcome {
  readonly state: CampaignState;
  readonly sent?: Accepted | undefined;
  readonly error?: WipsyError | undefined;
  /** Whether this run tried to send it. */
  readonly isSend?: boolean;
  /** Whether the error is about the campaign, not about this row alone. */
  readonly isLast?: boolean;
}

/** The result of a row. */
export interface CampaignResult<Row = unknown, Sent = SentMessage> {
  /** The row's number in the list, from 1. */
  readonly row: number;
  /** The row itself, which may hold personal data. */
  readonly recipient: Row;
  /** What became of it. */
  readonly state: CampaignState;
  /** Its idempotency key; absent if the row is invalid. */
  readonly key?: string | undefined;
  /** Its channel; absent if the row is invalid. */
  readonly channel?: string | undefined;
  /** The server's answer, if it was accepted or replayed. */
  readonly sent?: Sent | undefined;
  /** Why it was not accepted. */
  readonly error?: WipsyError | undefined;
}

/** The result of a row, whatever the description says about messages. */
export type AnyResult = CampaignResult<unknown, Accepted>;
