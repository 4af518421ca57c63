/** A place in a project that compiled with the types of before and does not with those of after. */
export interface Place {
  /** Absolute, or relative to where the report was asked for. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The first line of what the compiler says. It shows no more of the code than that does. */
  readonly reason: string;
  /** The compiler's number for it, as in `TS2339`. */
  readonly code: number;
  /** The operations with a breaking change that it comes from, as far as could be found; empty where none could. */
  readonly operations: readonly string[];
}
