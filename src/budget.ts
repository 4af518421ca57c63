/** How many retries a client may spend before answers come again. */
export interface Budget {
  /** Takes the price of a retry; `false` when there is not enough left, and then nothing is taken. */
  take(price: number): boolean;
  /** After a good answer: gives back what the call's last retry took, or a little when it took none. */
  refund(price: number | undefined): void;
}

// The figures of the AWS SDKs' standard mode: an outage may cost a hundred retries, then one for each five good answers.
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
    refund(price = withoutRetry) {
      left = Math.min(capacity, left + price);
    },
  };
}
