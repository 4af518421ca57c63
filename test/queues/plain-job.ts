/** A phone: nothing of it may reach a result, an error or a record of a key. */
export const phoneOf = (n: number): string => `+573001${String(100_000 + n)}`;

/** The data of the job with this number. */
export const plainJob = (n: number) => ({ to: phoneOf(n), message: `text ${n}`, idempotencyKey: `order-${n}` });
