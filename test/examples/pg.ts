/** The part of the driver pg that examples/supabase-edge-function.ts uses, without a database. */
export class Pool {
  constructor(readonly options: { connectionString: string | undefined; max: number }) {}

  query(_text: string, _values?: unknown[]): Promise<{ rows: unknown[] }> {
    return Promise.reject(new Error("no database"));
  }
}
