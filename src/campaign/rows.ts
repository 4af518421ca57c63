import type { InputError } from "../errors/classes.ts";
import { isWipsyError } from "../errors/guard.ts";
import { type Frame, type Plan, planOf } from "./plan.ts";
import type { Source } from "./source.ts";

/** An invalid row. */
export interface InvalidRow {
  /** Its number in the list, from 1. */
  readonly row: number;
  /** Why it cannot be sent. */
  readonly error: InputError;
}

/** A row with its number: planned, or with the reason why it cannot be sent. */
export interface PlannedRow {
  readonly row: number;
  readonly recipient: unknown;
  readonly plan?: Plan;
  readonly error?: InputError;
}

async function plannedOrInvalid(frame: Frame, recipient: unknown): Promise<Pick<PlannedRow, "plan" | "error">> {
  try {
    return { plan: await planOf(frame, recipient) };
  } catch (error) {
    if (isWipsyError(error, "InputError")) return { error };
    throw error;
  }
}

/** The rows of a source, in order. */
export async function* plannedRows(frame: Frame, source: Source): AsyncGenerator<PlannedRow, undefined> {
  let row = 0;
  for await (const recipient of source.read()) {
    row += 1;
    yield { row, recipient, ...(await plannedOrInvalid(frame, recipient)) };
  }
  return undefined;
}
