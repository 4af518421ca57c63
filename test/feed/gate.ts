import type { Watch } from "wipsy-client/feed";

// A feed polls on its own, and a test wants to know what it does in one poll. So the server holds the request that begins
// a poll until the test lets it through: the next one held says that the poll is over. No clock is involved.

/** Holds requests. */
export interface Gate {
  /** Called by the server: resolves when the request is let through. */
  arrive(): Promise<void>;
  /** Resolves when a request is held. */
  held(): Promise<void>;
  /** Lets the held request through. */
  open(): void;
  /** Forgets the held request, of a feed that is gone. */
  drop(): void;
}

/** A gate that does not hold the second request when the first poll makes two. */
export function createGate(isFirstPollTwo = false): Gate {
  let requests = 0;
  let release: (() => void) | undefined;
  let tell: (() => void) | undefined;
  let told: Promise<void>;
  const drop = () => {
    release = undefined;
    told = new Promise((resolve) => {
      tell = resolve;
    });
  };
  drop();
  return {
    async arrive() {
      requests += 1;
      if (isFirstPollTwo && requests === 2) return;
      await new Promise<void>((resolve) => {
        release = resolve;
        tell?.();
      });
    },
    held: () => told,
    open() {
      const letThrough = release;
      drop();
      letThrough?.();
    },
    drop,
  };
}

/** A feed, poll by poll. */
export interface Driven<Event> {
  /** What comes of the next poll, or of what is left of this one; of no more than `most` events. */
  poll(most?: number): Promise<Event[]>;
}

export function drive<Event>(watch: Watch<Event, unknown>, gate: Gate): Driven<Event> {
  const iterator = watch[Symbol.asyncIterator]();
  let pending: Promise<IteratorResult<Event>> | undefined;
  let isPolling = false;
  return {
    async poll(most = Number.POSITIVE_INFINITY) {
      const events: Event[] = [];
      while (events.length < most) {
        pending ??= iterator.next();
        const got = await Promise.race([pending, gate.held()]);
        if (got) {
          pending = undefined;
          if (got.done) return events;
          events.push(got.value);
        } else if (isPolling) {
          isPolling = false;
          return events;
        } else {
          isPolling = true;
          gate.open();
        }
      }
      return events;
    },
  };
}
