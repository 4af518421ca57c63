import { refuse } from "../errors/refuse.ts";
import { about } from "./options.ts";

/**
 * The rows of a campaign, read as they are needed. An array, a Set or a function that returns the same rows each time can be
 * read twice: only then are invalid rows reported before the first send.
 */
export type Recipients<Row> = Rows<Row> | (() => Rows<Row>);
type Rows<Row> = Iterable<Row> | AsyncIterable<Row>;

/** Where the rows come from. */
export interface Source {
  readonly isRepeatable: boolean;
  /** How many rows there are, if that is known without reading them. */
  readonly size: number | undefined;
  readonly read: () => Rows<unknown>;
}

/** @throws InputError if rows cannot be read from `recipients` */
function rowsOf(recipients: unknown): Rows<unknown> {
  const isIterable = [Symbol.iterator, Symbol.asyncIterator].some((name) => name in Object(recipients));
  // The cast: it has one of the two.
  if (isIterable && typeof recipients !== "string") return recipients as Rows<unknown>;
  return refuse(about, "recipients", "must be an array, another iterable, or a function");
}

/**
 * The source that reads `recipients`.
 *
 * @throws InputError
 */
export function sourceOf(recipients: unknown): Source {
  if (typeof recipients === "function")
    return { isRepeatable: true, size: undefined, read: () => rowsOf(recipients()) };
  const rows = rowsOf(recipients);
  const size = rows instanceof Set ? rows.size : Array.isArray(rows) ? rows.length : undefined;
  return { isRepeatable: size !== undefined, size, read: () => rows };
}
