/** Hands over values in the order in which they were posted. Unlike `Promise.race`, it leaves nothing on pending promises. */
export interface Inbox<Value> {
  post(value: Value): void;
  /** The next value. For one reader. */
  next(): Promise<Value>;
}

export function createInbox<Value extends object>(): Inbox<Value> {
  const values: Value[] = [];
  let wake = () => {};
  return {
    post(value) {
      values.push(value);
      wake();
    },
    async next() {
      for (;;) {
        const first = values.shift();
        if (first) return first;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
