import { driver } from "../services/drivers.ts";

/** A BullMQ job, as far as the tests look at it. */
export interface BullJob {
  readonly id: string;
  readonly name: string;
  readonly data: { readonly message?: string };
  readonly returnvalue: unknown;
  readonly failedReason?: string;
  readonly attemptsStarted: number;
  readonly delay: number;
  retry(state?: string): Promise<void>;
  promote(): Promise<void>;
}

interface Closable {
  close(force?: boolean): Promise<void>;
  on(event: string, listener: (...args: never[]) => void): unknown;
}

export interface BullQueue extends Closable {
  add(name: string, data: object, options: object): Promise<BullJob>;
  addBulk(jobs: { name: string; data: object; opts: object }[]): Promise<BullJob[]>;
  getJobs(states: string[], start?: number, end?: number): Promise<BullJob[]>;
  getJobCounts(...states: string[]): Promise<Record<string, number>>;
  retryJobs(options: { state: string }): Promise<void>;
}

export interface BullWorker extends Closable {
  cancelJob(id: string, reason?: string): boolean;
}

export interface BullMq {
  Queue: new (name: string, options: object) => BullQueue;
  Worker: new (name: string, processor: unknown, options: object) => BullWorker;
}

export const bullmq = () => driver<BullMq>("bullmq");

/** How many jobs have not ended. */
export async function openJobs(queue: BullQueue): Promise<number> {
  const counts = await queue.getJobCounts("waiting", "active", "delayed", "prioritized");
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** All ended jobs: the state of each by its text, with its result. */
export async function endedJobs(queue: BullQueue): Promise<Map<string, { state: string; job: BullJob }>> {
  const ended = new Map<string, { state: string; job: BullJob }>();
  for (const state of ["completed", "failed"])
    for (const job of await queue.getJobs([state], 0, 100_000)) ended.set(job.data.message ?? job.id, { state, job });
  return ended;
}
