// The part of the driver pg that examples/supabase-edge-function.ts uses. Tests put a database behind it.

/** What the pools query. */
export const database: Pick<Pool, "query"> = {
  query: () => Promise.reject(new Error("no database")),
};

export class Pool {
  /** The options of each pool. */
  static readonly made: { connectionString: string | undefined; max: number }[] = [];

  constructor(options: { connectionString: string | undefined; max: number }) {
    Pool.made.push(options);
  }

  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    return database.query(text, values);
  }
}
