import { within } from "../call/limits.ts";
import { Failed } from "../errors/failure.ts";
import { must, refuse } from "../errors/refuse.ts";
import { isRecord } from "../operation/values.ts";
import { listsOf } from "./chat-reads.ts";
import { checkMessages, type Intake, intakeOf, type SentMessages } from "./delivery-intake.ts";
import { pollDeliveries, type Tracked } from "./delivery-polls.ts";
import { type DeliveryChange, type DeliveryState, lastState, type SentReference } from "./delivery-state.ts";
import { type Poll, type WatchOptions, watchOf, watchOptions } from "./watch.ts";

/** Options of `waitForDelivery` and `watchDelivery`. Call options apply to each request, except `signal` and `timeout`. */
export interface DeliveryOptions extends WatchOptions {
  /** When the watch ends, in milliseconds after its start. Required, since a message may never be delivered. */
  readonly timeout: number;
  /**
   * The state at which the watch of a message ends. A message that was read was delivered, too.
   * @default "delivered"
   */
  readonly until?: "delivered" | "read" | undefined;
}

/** A watch under way. */
interface Run {
  readonly tracked: Tracked;
  readonly intake: Intake;
  /** Yields after each poll that found something. */
  readonly polls: AsyncIterable<unknown>;
  readonly stop: AbortController;
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

/** The changes of messages that are still open when the time is up. */
function leftOver({ open }: Tracked): DeliveryChange[] {
  const changes = Array.from(open.values(), (entry) => ({ entry, state: lastState(entry) }));
  return changes
    .filter(({ entry, state }) => state !== entry.told)
    .map(({ entry: { messageId }, state }) => ({ messageId, state }));
}

async function* changesOf({ tracked, intake, polls, stop, timeout, signal }: Run): AsyncGenerator<DeliveryChange> {
  const end = performance.now() + timeout;
  const iterator = polls[Symbol.asyncIterator]();
  try {
    for (;;) {
      const limits = { timeout: end - performance.now(), signal };
      const cut = await within(limits, () => iterator.next()).then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof Failed) return error;
          throw error;
        },
      );
      if (cut?.failure === "aborted") return;
      yield* tracked.changes.splice(0);
      const failure = intake.failure();
      if (failure) throw failure.error;
      if (cut) return yield* leftOver(tracked);
      if (intake.hasEnded() && tracked.open.size === 0) return;
    }
  } finally {
    stop.abort();
    intake.stop();
  }
}

function watchFor(about: string, agent: unknown, messages: unknown, options: DeliveryOptions) {
  const lists = listsOf(about, agent);
  checkMessages(about, messages);
  const checked = watchOptions<DeliveryOptions>(about, options, {
    until: must('"delivered" or "read"', (value) => value === "delivered" || value === "read"),
  });
  const { every, signal, timeout, until = "delivered", ...callOptions } = checked;
  if (timeout === undefined) return refuse(about, "timeout", "is required");
  const tracked: Tracked = {
    ...{ until, open: new Map(), fresh: new Set(), changes: [] },
    ...{ chats: new Map(), hasIds: new Map() },
  };
  const intake = intakeOf(about, tracked, messages);
  const stop = new AbortController();
  const source = { ...lists, options: { ...callOptions, signal: stop.signal } };
  const poll = async (): Promise<Poll<Tracked, { event: undefined }>> => {
    await intake.ready();
    if (intake.failure()) return { steps: [{ event: undefined }], next: tracked };
    return pollDeliveries(source, tracked);
  };
  // Changes are taken from `tracked`, so that those of a poll that was cut short are not lost.
  const feed = { poll, deliver() {}, checkpointOf() {} };
  const polls = watchOf(about, feed, tracked, { every, signal: stop.signal });
  return changesOf({ tracked, intake, polls, stop, timeout, signal });
}

/**
 * Watches the delivery of sent messages by polling, and yields each change of state: at least one per message, unless the
 * loop ends early. Ends when all messages have reached `until`, failed, or turned out not to be tracked; at `timeout`,
 * without an error, after the states reached so far; and at once when `signal` is aborted, without an error.
 *
 * Finds a message by its `messageId`, which is the `whatsapp_message_id` of a message in one of the agent's chats. A poll
 * lists the chats while messages are still to be found. It reads the chats that messages are in, those with the customer
 * `to`, and for other messages those with new activity: one request per chat, and more if a message is far back. Holds
 * only the open messages in memory. An async iterable is read while polls go on.
 *
 * A state never goes back, since statuses come late and out of order: `sent`, `failed`, `delivered`, `read`. So `failed`
 * is final unless a later status says that the message arrived; the watch of a message ends when two polls have shown
 * `failed`. Of several copies of a message in a chat, the newest counts. `not-tracked`: there is no `messageId`; the
 * channel is Instagram or Messenger and its chats show no ids, which the API does not document for them; or by `timeout`,
 * the chats were read and show no status.
 *
 * @throws InputError at once if an option is invalid. The loop throws an InputError for anything but a sent message, the
 *   error of your iterable, and the error of a failed poll like `watchMessages`.
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { watchDelivery } from "wipsy-client/feed";
 * const wipsy = new Wipsy();
 * const agent = wipsy.agent({
 *   session: {
 *     agent: { id: "agent-1", name: "Ana", role: "agent" },
 *     session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
 *   },
 * });
 * const messages = [await wipsy.messages.send({ to: "+573188779043", message: "Hola" })];
 * for await (const { messageId, state } of watchDelivery(agent, messages, { timeout: 1000 })) console.log(messageId, state);
 * ```
 */
export function watchDelivery(
  agent: object,
  messages: SentMessages,
  options: DeliveryOptions,
): AsyncIterable<DeliveryChange> {
  return watchFor("watchDelivery", agent, messages, options);
}

/**
 * Waits until a sent message is delivered, or with `until: "read"` until it is read. Resolves with the state reached: also
 * if it is `failed` or `not-tracked`, and at `timeout` or when `signal` is aborted. Polls like {@link watchDelivery}.
 *
 * @throws InputError if an argument is invalid; otherwise the error of a failed poll like `watchMessages`
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { waitForDelivery } from "wipsy-client/feed";
 * const wipsy = new Wipsy();
 * const agent = wipsy.agent({
 *   session: {
 *     agent: { id: "agent-1", name: "Ana", role: "agent" },
 *     session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
 *   },
 * });
 * const sent = await wipsy.messages.send({ to: "+573188779043", message: "Hola" });
 * const state = await waitForDelivery(agent, sent, { timeout: 1000 });
 * console.log(state === "delivered" || state === "read");
 * ```
 */
export async function waitForDelivery(
  agent: object,
  sent: SentReference,
  options: DeliveryOptions,
): Promise<DeliveryState> {
  const about = "waitForDelivery";
  if (!isRecord(sent)) return refuse(about, "sent", "must be what messages.send resolved with, or an object like it");
  let reached: DeliveryState = "accepted";
  for await (const { state } of watchFor(about, agent, [sent], options)) reached = state;
  return reached;
}
