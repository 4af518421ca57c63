/** The part of BullMQ that the guide uses, without Redis. */
export class Queue<Data> {
  constructor(
    readonly name: string,
    readonly options: { connection: object; defaultJobOptions?: object },
  ) {}

  async add(_name: string, _data: Data, _options?: object): Promise<void> {}
}

interface Job<Data> {
  id?: string;
  data: Data;
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
}

/** A worker that gets no jobs. */
export class Worker<Data, Result> {
  constructor(
    readonly name: string,
    readonly processor: (job: Job<Data>, token?: string, signal?: AbortSignal) => Promise<Result>,
    readonly options: { connection: object },
  ) {}

  on(_event: "completed", _listener: (job: Job<Data>, result: Result) => void): this;
  on(_event: "error", _listener: (error: Error) => void): this;
  on(_event: string, _listener: never): this {
    return this;
  }

  async close(): Promise<void> {}
}
