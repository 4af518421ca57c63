import type { WipsyError } from "../errors/classes.ts";
import type { SentMessage } from "../recipient/message.ts";
import type { CampaignState } from "./tally.ts";

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
