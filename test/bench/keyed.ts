import { type KeyRecord, Wipsy } from "wipsy-client";
import { interleaved, timeCalls } from "./interleave.ts";
import { apiKey, message } from "./job.ts";
import { type Fillable, openStores } from "./key-stores.ts";
import type { KeyCosts } from "./measured.ts";
import { startServer } from "./places.ts";
import { amount, rowFrom, rowOf } from "./rows.ts";

// What an idempotency key costs, and what the number of keys in a store costs. Takes the folder of the drivers, and whether
// better-sqlite3 is there. Prints JSON.

const [, , drivers = "", hasSqlite] = process.argv;
const server = await startServer();
const stores = await openStores(drivers, hasSqlite === "yes");
const { to, message: text } = message;
const base = "without a key";

const plain = new Wipsy({ apiKey, baseUrl: server.url });
let last = 0;

/** Sends with a new key each time, over each store. */
async function senders() {
  const made = Object.entries(stores.makers).map(async ([name, make]) => {
    const { store } = await make("sends");
    const wipsy = new Wipsy({ apiKey, baseUrl: server.url, idempotency: store });
    const call = () => {
      last += 1;
      return wipsy.messages.send({ to, message: text }, { idempotencyKey: `order-${last}` });
    };
    return { name, call };
  });
  return [{ name: base, call: () => plain.messages.send({ to, message: text }) }, ...(await Promise.all(made))];
}

const times = { startedAt: 1_900_000_000_000, deadline: 1_900_000_060_000, changedAt: 1_900_000_000_000 };
const recordOf = (key: string): KeyRecord => ({
  ...{ ...times, key, token: crypto.randomUUID(), operation: "sendMessage" },
  state: "accepted",
  fingerprint: "5f".repeat(32),
  answer: { success: true, messageId: `wamid.${key}` },
});
const keyOf = (number: number) => `order-${String(number).padStart(7, "0")}-shipped`;

async function filled(make: (name: string) => Promise<Fillable>, name: string, keys: number) {
  const { store, fill } = await make(name);
  const part = 10_000;
  for (let first = 0; first < keys; first += part) {
    const many = Math.min(part, keys - first);
    await fill(Array.from({ length: many }, (_, index) => recordOf(keyOf(first + index))));
  }
  return store;
}

/** Calls in a round. The first look-ups read a large file from a cold cache. Claims add keys: few, so that the small store stays small. */
const calls = { lookUps: 1000, claims: 50 };

/** The time of a look-up and of a claim in stores with so many keys, relative to the first of them. */
async function byNumberOfKeys(make: (name: string) => Promise<Fillable>) {
  const sizes = { "1,000 keys": 1000, "1,000,000 keys": 1_000_000 };
  const made = await Promise.all(
    Object.entries(sizes).map(async ([title, keys]) => ({
      title,
      keys,
      store: await filled(make, `with_${keys}`, keys),
    })),
  );
  const rowOfCalls = async (inRound: number, call: (one: (typeof made)[number]) => Promise<unknown>) => {
    const most = { ...amount, passes: 2, calls: inRound / 2 };
    for (const one of made) await timeCalls(() => call(one), most.calls, 1);
    const timed = made.map((one) => ({
      name: one.title,
      run: (calls: number) => timeCalls(() => call(one), calls, 1),
    }));
    return rowFrom(await interleaved(timed, most), made[0]?.title ?? "");
  };
  const random = (keys: number) => keyOf(Math.floor(Math.random() * keys));
  return {
    lookUp: await rowOfCalls(calls.lookUps, ({ store, keys }) => store.get(random(keys))),
    // Anywhere among the keys, not at their end.
    claim: await rowOfCalls(calls.claims, ({ store, keys }) =>
      store.put(recordOf(`${random(keys)}-${crypto.randomUUID()}`), undefined),
    ),
  };
}

const all = await senders();
const keyed = { "one at a time": await rowOf(all, base, 1), "16 at once": await rowOf(all, base, 16) };
const costs: Record<string, KeyCosts> = {};
for (const [name, make] of Object.entries(stores.makers)) costs[name] = await byNumberOfKeys(make);
await stores[Symbol.asyncDispose]();
server.stop();
process.stdout.write(JSON.stringify({ keyed, keys: { rounds: amount.rounds, ...calls, stores: costs } }));
process.exit();
