import type { Watch } from "wipsy-client/feed";

// Runs a feed one poll at a time. The server holds the first request of each poll until the test releases it; the next
// held request means that the poll is over. No clock is involved.

/** Holds requests. */
export interface Gate {
  /** Called by the server: resolves when the request is released. */
  arrive(): Promise<void>;
  /** Resolves when a request is held. */
  held(): Promise<void>;
  /** Releases the held request. */
  open(): void;
  /** Forgets the held request of a feed that has ended. */
  drop(): void;
}

/** A gate that does not hold the second request of the first poll. */
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
  /** The events of the next poll, or the rest of this one; at most `most` events. */
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
