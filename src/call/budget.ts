/** How many retries a client may spend before answers come again. */
export interface Budget {
  /** Takes the price of a retry; `false` when there is not enough left, and then nothing is taken. */
  take(price: number): boolean;
  /** When a call has come to an answer: gives back what its retries took, or a little when there were none. */
  refund(spent: number): void;
}

// The figures of the AWS SDKs' standard mode: an outage may cost a hundred retries, then one for each five answers.
const capacity = 500;
const withoutRetry = 1;

/** What a retry takes. One after a time-out has already cost the server more. */
export const prices = { retry: 5, afterTimeout: 10 } as const;

/** A full budget. Without one, every client would multiply the requests to a server that is already down. */
export function createBudget(): Budget {
  let left = capacity;
  return {
    take(price) {
      if (left < price) return false;
      left -= price;
      return true;
    },
    refund(spent) {
      left = Math.min(capacity, left + (spent || withoutRetry));
    },
  };
}
