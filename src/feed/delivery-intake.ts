import { refuse } from "../errors/refuse.ts";
import type { Tracked } from "./delivery-polls.ts";
import { entryOf, type SentReference } from "./delivery-state.ts";

// Takes the messages to watch from the caller, while polls go on.

/** Where the messages to watch come from. */
export type SentMessages = Iterable<SentReference> | AsyncIterable<SentReference>;

/** The intake of messages. */
export interface Intake {
  /** Begins to take messages. Resolves once there is something to poll or to report, or no more messages come. */
  ready(): Promise<void>;
  hasEnded(): boolean;
  /** Why no more messages come, if the caller's iterable failed or yielded something else. */
  failure(): { readonly error: unknown } | undefined;
  /** Takes no more messages. */
  stop(): void;
}

/** @throws InputError unless `messages` can be iterated */
export function checkMessages(about: string, messages: unknown): asserts messages is SentMessages {
  const isIterable = [Symbol.iterator, Symbol.asyncIterator].some((name) => name in Object(messages));
  if (!isIterable || typeof messages === "string")
    refuse(about, "messages", "must be an array or iterable of sent messages");
}

/** Adds a message to those that are watched; reports one without an id. */
function add(about: string, { open, fresh, changes }: Tracked, sent: SentReference): void {
  const entry = entryOf(about, "messages", sent, Date.now());
  if (!entry) changes.push({ messageId: undefined, state: "not-tracked" });
  else if (!open.has(entry.messageId)) {
    open.set(entry.messageId, entry);
    fresh.add(entry);
  }
}

/** Adds the messages of `messages` to those that are watched: those of an array at once, others as they come. */
export function intakeOf(about: string, tracked: Tracked, messages: SentMessages): Intake {
  let iterator: AsyncIterator<SentReference> | undefined;
  let hasBegun = false;
  let hasEnded = false;
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};
  const end = () => {
    hasEnded = true;
    wake();
  };
  const fail = (error: unknown) => {
    failure = { error };
  };
  const takeEach = async (given: AsyncIterator<SentReference>) => {
    for (;;) {
      const next = await given.next();
      if (next.done || hasEnded) return;
      add(about, tracked, next.value);
      wake();
    }
  };
  const begin = () => {
    hasBegun = true;
    if (Symbol.asyncIterator in messages) {
      iterator = messages[Symbol.asyncIterator]();
      takeEach(iterator).catch(fail).finally(end);
      return;
    }
    try {
      for (const sent of messages) add(about, tracked, sent);
    } catch (error) {
      fail(error);
    }
    end();
  };
  return {
    async ready() {
      if (!hasBegun) begin();
      while (!hasEnded && tracked.open.size === 0 && tracked.changes.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    hasEnded: () => hasEnded,
    failure: () => failure,
    stop() {
      if (hasEnded) return;
      end();
      // Not awaited: it may wait for its next message for ever.
      Promise.resolve(iterator?.return?.()).catch(() => {});
    },
  };
}
