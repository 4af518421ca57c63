import fc from "fast-check";

// Events on the account and the feed during a run. Numbers pick chats and messages, modulo how many there are.

/** Events on the account. */
export type Happening =
  /** Messages with one timestamp arrive `late` ms after it. */
  | {
      readonly do: "receive";
      readonly chat: number;
      readonly count: number;
      readonly tick: number;
      readonly late: number;
    }
  /** One of the latest messages is stored again, under another id. */
  | { readonly do: "duplicate"; readonly chat: number; readonly back: number }
  /** A chat announces a message before the message is there. */
  | { readonly do: "announce"; readonly chat: number }
  | { readonly do: "open" }
  /** A chat with a history is assigned to the agent; `moves`: this counts as activity. */
  | { readonly do: "assign"; readonly moves: boolean }
  /** A chat gets another status. */
  | { readonly do: "set"; readonly chat: number; readonly status: "active" | "completed" };

export type Step =
  | Happening
  /** The next request of this kind fails; `larger`: a request for more than 50 messages. */
  | { readonly do: "fail"; readonly list: "chats" | "messages" | "larger" }
  /** Something happens in the middle of the next poll. */
  | { readonly do: "meanwhile"; readonly step: Happening }
  | { readonly do: "poll"; readonly saves: boolean }
  /** The watcher dies after some events of a poll; another resumes from the last checkpoint, or from an earlier one. */
  | { readonly do: "crash"; readonly events: number; readonly saves: boolean };

const chat = fc.nat(5);
const count = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 1, arbitrary: fc.integer({ min: 20, max: 49 }) },
  { weight: 1, arbitrary: fc.integer({ min: 51, max: 130 }) },
);
const late = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }) },
);
const tick = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 30_000 }));

const receive = fc.record({ do: fc.constant("receive" as const), chat, count, tick, late });
const others = [
  fc.record({ do: fc.constant("duplicate" as const), chat, back: fc.nat(9) }),
  fc.record({ do: fc.constant("announce" as const), chat }),
  fc.record({ do: fc.constant("open" as const) }),
  fc.record({ do: fc.constant("assign" as const), moves: fc.boolean() }),
  fc.record({
    do: fc.constant("set" as const),
    chat,
    status: fc.constantFrom("active" as const, "completed" as const),
  }),
];
const fail = fc.record({
  do: fc.constant("fail" as const),
  list: fc.constantFrom("chats" as const, "messages" as const, "larger" as const),
});
const happening: fc.Arbitrary<Happening> = fc.oneof({ weight: 4, arbitrary: receive }, ...others);

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: happening },
    { weight: 6, arbitrary: fc.record({ do: fc.constant("poll" as const), saves: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("crash" as const), events: fc.nat(4), saves: fc.boolean() }) },
    { weight: 1, arbitrary: fail },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("meanwhile" as const), step: happening }) },
  ),
  { minLength: 4, maxLength: 24, size: "max" },
);
