// The part of Cloudflare's module cloudflare:workers that examples/cloudflare-worker.ts uses.

/** The storage of a Durable Object. */
export interface Storage {
  get<Value>(key: string): Promise<Value | undefined>;
  put<Value>(key: string, value: Value): Promise<void>;
  /** Resolves with how many were there. */
  delete(keys: string[]): Promise<number>;
  list<Value>(options: { startAfter?: string | undefined; limit: number }): Promise<Map<string, Value>>;
}

export class DurableObject {
  protected readonly ctx: { readonly storage: Storage };

  constructor(ctx: { readonly storage: Storage }) {
    this.ctx = ctx;
  }
}
