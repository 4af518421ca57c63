/** The part of the driver pg that the examples use, without a database. */
export class Pool {
  constructor(readonly options: { connectionString: string | undefined; max?: number }) {}

  query(_text: string, _values?: unknown[]): Promise<{ rows: unknown[] }> {
    return Promise.reject(new Error("no database"));
  }

  connect(): Promise<PoolClient> {
    return Promise.reject(new Error("no database"));
  }

  async end(): Promise<void> {}
}

/** A connection of a pool. */
export interface PoolClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  release(): void;
}
