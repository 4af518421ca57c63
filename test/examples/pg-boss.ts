/** Where a `PgBoss` runs its statements. */
interface Database {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** The part of pg-boss 12 that the guide and the examples use, without a database. */
export class PgBoss {
  constructor(readonly connectionString: string) {}

  on(_event: "error", _listener: (error: Error) => void): this {
    return this;
  }

  async start(): Promise<this> {
    return this;
  }

  async stop(_options?: { timeout?: number }): Promise<void> {}

  async createQueue(_name: string, _options?: object): Promise<void> {}

  async send(_name: string, _data: object, _options?: { db?: Database; startAfter?: number }): Promise<string> {
    return "a job";
  }

  async work<Data>(_name: string, _options: object, _handler: (jobs: BossJob<Data>[]) => Promise<unknown>) {
    return "a worker";
  }
}

interface BossJob<Data> {
  id: string;
  name: string;
  data: Data;
  signal: AbortSignal;
}
