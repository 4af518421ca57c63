// Run by test/package/command.test.ts, which generates src/wipsy from own.yaml.
import { InputError, isWipsyError, Wipsy } from "wipsy-client";
import { watchMessages } from "wipsy-client/feed";
import { rawClient } from "wipsy-client/raw";
import { mockApi } from "wipsy-client/testing";
import { examples } from "./wipsy/examples.js";
import { operations } from "./wipsy/operations.js";
import type { Order } from "./wipsy/resources.js";

const wipsy = new Wipsy({ operations });

// What the bundled description has not.
const orders: Order[] = [];
for await (const order of wipsy.orders.iterate({ status: "open" })) orders.push(order);
const total: number = orders.reduce((sum, { total = 0 }) => sum + total, 0);

const sent = await wipsy.messages.send({ to: "ig_1", message: "Hola", priority: "high" });
const queue: string | undefined = sent.queue;

const agent = wipsy.agent({ session: { agent: { id: "agent-1" }, session: { token: "agent-token" }, shift: 3 } });
const { items } = await agent.chats.list();
const unread: number | undefined = items[0]?.unread;

const error: unknown = await wipsy.orders.create({ items: ["blue"] }).catch((one: unknown) => one);
const failure = isWipsyError(error, "NotFoundError") ? error.reason : undefined;

// The option wins over the description's server.
const elsewhere = new Wipsy({ operations, baseUrl: new URL("../elsewhere", operations.server).href });
const { data } = await elsewhere.call("getOrders", { query: { limit: 1 } });

const { data: page } = await rawClient(wipsy).GET("/orders", { params: { query: { limit: 1 } } });
const first: string | undefined = page?.data?.[0]?.id;

const mocked = new Wipsy({ operations, fetch: mockApi({ operations, examples }).fetch });
const { count } = await mocked.orders.countOrders();

let unwatched: string | undefined;
try {
  // Its agents have no messages.
  watchMessages(agent);
} catch (one) {
  unwatched = one instanceof InputError ? one.field : undefined;
}

let refused: string | undefined;
try {
  // @ts-expect-error no operations
  new Wipsy({ operations: { createOrder: {} } });
} catch (one) {
  refused = one instanceof InputError ? one.field : undefined;
}

console.log(
  JSON.stringify({
    ids: orders.map(({ id }) => id),
    total,
    queue,
    unread,
    failure,
    data,
    first,
    count,
    unwatched,
    refused,
  }),
);

/** What only the bundled description has, and what is wrong: never called. */
export async function wrong(): Promise<void> {
  // @ts-expect-error this description has no contacts
  await wipsy.contacts.list();
  // @ts-expect-error nor a path for them
  await rawClient(wipsy).GET("/api-get-contacts");
  // @ts-expect-error and no such operation
  await wipsy.call("getContacts", {});
  // @ts-expect-error its messages have no sender
  await wipsy.messages.send({ to: "+573188779043", message: "Hola", from: "573188779043" });
  // @ts-expect-error and no such priority
  await wipsy.messages.send({ to: "+573188779043", message: "Hola", priority: "late" });
  // @ts-expect-error no channel follows from this
  await wipsy.messages.send({ to: "nobody", message: "Hola" });
  // @ts-expect-error the session has a shift
  wipsy.agent({ session: { agent: { id: "agent-1" }, session: { token: "agent-token" } } });
  // @ts-expect-error orders have no name
  console.log(orders[0]?.name);
  // The bundled operations are there for who names none.
  await new Wipsy().contacts.list();
}
