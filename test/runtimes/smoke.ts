import { type Call, type Fetch, type IdempotencyStore, isWipsyError, Wipsy } from "wipsy-client";
import { sendMany } from "wipsy-client/campaign";
import { waitForDelivery, watchChats } from "wipsy-client/feed";
import { rawClient } from "wipsy-client/raw";
import { memoryStore } from "wipsy-client/stores/memory";
import { sqliteStore } from "wipsy-client/stores/sqlite";
import { mockApi } from "wipsy-client/testing";
import type { Places } from "./server.ts";

// Runs on every runtime: uses only the language, fetch and the package.

/** The result of a call in short: the error's class and outcome, or `told` of its value. */
async function resultOf<T>(call: PromiseLike<T>, told: (value: T) => string = () => "done"): Promise<string> {
  try {
    return told(await call);
  } catch (error) {
    return isWipsyError(error) ? `${error.name}, ${error.outcome}` : `not an error of the package: ${error}`;
  }
}

const to = "+573001112233";
const attempts = async (call: Call<unknown>) => resultOf(call.withResponse(), (all) => `${all.attempts} attempts`);

/** The first event of a feed, which then ends. */
async function firstOf<Event>(feed: AsyncIterable<Event>): Promise<Event> {
  for await (const event of feed) return event;
  throw new Error("the feed ended");
}

/** What two sends with one key come to, and how many messages the API has executed. */
async function sentOnce(idempotency: IdempotencyStore): Promise<string> {
  const api = mockApi();
  const wipsy = new Wipsy({ apiKey: "test", fetch: api.fetch, idempotency, dangerouslyAllowBrowser: true });
  const once = () => wipsy.messages.send({ to, message: "Hola" }, { idempotencyKey: "order-1001" });
  const [first, second] = [await once(), await once()];
  const isSame = first.messageId !== undefined && first.messageId === second.messageId;
  return `same id: ${isSame}, replayed: ${second.replayed}, ${api.executed("sendMessage")} sent`;
}

/** What a campaign over two people comes to, one of whom is listed twice; and how far its messages have come. */
async function campaignResult(): Promise<string> {
  const api = mockApi({ delivery: "delivered" });
  const options = { fetch: api.fetch, idempotency: memoryStore(), dangerouslyAllowBrowser: true };
  const wipsy = new Wipsy({ apiKey: "test", ...options });
  const agent = wipsy.agent({ session: api.signIn() });
  const people = [{ to }, { to: "+573001112234" }, { to }];
  const campaign = sendMany(wipsy, people, { name: "smoke", message: "Hola" });
  const found: string[] = [];
  for await (const { state } of campaign) found.push(state);
  const { states } = await campaign.delivery({ agent, timeout: 60_000 });
  return `${found.join(", ")}; ${states.delivered} delivered`;
}

/** How far a message has come that the API shows as read. */
async function deliveryResult(): Promise<string> {
  const api = mockApi({ delivery: "read" });
  const wipsy = new Wipsy({ apiKey: "test", fetch: api.fetch, dangerouslyAllowBrowser: true });
  const sent = await send(wipsy);
  return waitForDelivery(wipsy.agent({ session: api.signIn() }), sent, { timeout: 60_000, until: "read" });
}

/** Whether this runtime has `node:sqlite`. */
const hasSqlite = () => globalThis.process?.getBuiltinModule?.("node:sqlite" as "node:module") !== undefined;

interface Surroundings {
  readonly places: Places;
  /** A client for the server's path with this behavior. */
  client(behavior: string, maxRetries?: number): Wipsy;
  /** Waits until the server has seen something: `"arrived"` or `"left"`. */
  seen(what: string, behavior: string): Promise<unknown>;
  /** A client with another address. */
  at(baseUrl: string): Wipsy;
}

const send = (wipsy: Wipsy, signal?: AbortSignal) => wipsy.messages.send({ to, message: "Hola" }, { signal });

/** How many messages are sent to a server that closes the first reused connection. */
export const sendsWhenKeptAlive = 4;

/** What became of them, each kind once. */
async function afterEachOther(wipsy: Wipsy): Promise<string> {
  const all = new Set<string>();
  for (let count = 0; count < sendsWhenKeptAlive; count += 1) all.add(await resultOf(send(wipsy)));
  return [...all].sort().join("; ");
}

const checks = {
  send: ({ client }) => resultOf(send(client("good")), ({ success }) => `accepted: ${success}`),
  list: ({ client }) =>
    resultOf(
      client("good").chats.list({ limit: 10 }),
      ({ items, complete }) => `${items.length}, complete: ${complete}`,
    ),
  feed: ({ client }) => resultOf(firstOf(watchChats(client("good"), { checkpoint: new Date(0) })), ({ type }) => type),
  raw: ({ client }) =>
    resultOf(rawClient(client("good")).GET("/api-get-chats"), ({ data }) => `success: ${data?.success}`),
  async mock() {
    const api = mockApi();
    const wipsy = new Wipsy({ apiKey: "test", fetch: api.fetch, maxRetries: 0, dangerouslyAllowBrowser: true });
    await send(wipsy);
    api.refuse();
    return `${api.sent.length} sent, ${(await resultOf(send(wipsy))).split(", ")[1]}`;
  },
  "mock on a port": ({ at }) => {
    const api = mockApi();
    const served = api.listen().then(async ({ url, close }) => {
      const told: string[] = [];
      for (const fault of ["loseAnswer", "cutOff", "refuse"] as const) {
        api[fault]();
        told.push(await resultOf(send(at(url))));
      }
      told.push(await resultOf(send(at(url))));
      await close();
      return `${[...new Set(told)].join("; ")}, ${api.executed("sendMessage")} times`;
    });
    return resultOf(served, (told) => told);
  },
  "a key in memory": () => resultOf(sentOnce(memoryStore()), (told) => told),
  "a key in SQLite": async () =>
    hasSqlite() ? resultOf(sentOnce(sqliteStore(":memory:")), (told) => told) : "no node:sqlite",
  campaign: () => resultOf(campaignResult(), (told) => told),
  delivery: () => resultOf(deliveryResult(), (told) => told),
  retry: ({ client }) => attempts(client("busy", 1).chats.list()),
  "cut-off list": ({ client }) => attempts(client("cuts-once", 1).chats.list()),
  error: ({ client }) => resultOf(client("none").chats.list()),
  redirect: ({ client }) => resultOf(send(client("redirects"))),
  async abort({ client, seen }) {
    const controller = new AbortController();
    const result = resultOf(send(client("nothing"), controller.signal));
    await seen("arrived", "nothing");
    controller.abort();
    const told = await result;
    await seen("left", "nothing");
    return told;
  },
  timeout: ({ client }) => resultOf(client("nothing").chats.list({}, { timeout: 50 })),
  refused: ({ places, at }) => resultOf(send(at(places.refused))),
  "no such host": ({ at }) => resultOf(send(at("http://nowhere.invalid"))),
  "no TLS": ({ places, at }) => resultOf(send(at(places.noTls))),
  closed: ({ client }) => resultOf(send(client("closes"))),
  reset: ({ client }) => resultOf(send(client("resets"))),
  "cut off": ({ client }) => resultOf(send(client("cuts"))),
  "closed when kept alive": ({ client }) => afterEachOther(client("closes-reused")),
  "reset when kept alive": ({ client }) => afterEachOther(client("resets-reused")),
} as const satisfies Record<string, (around: Surroundings) => Promise<string>>;

/** The names of the checks. */
export type Check = keyof typeof checks;

/** The result of each check. */
export type Results = Readonly<Record<Check, string>>;

/** Does all checks, one after the other, against the server at `places`, with `ownFetch` where the runtime's own will not do. `runtime` is a word for the path. */
export async function smoke(places: Places, runtime: string, ownFetch?: Fetch): Promise<Results> {
  const at = (baseUrl: string, maxRetries = 0) =>
    new Wipsy({
      apiKey: "smoke-key",
      baseUrl,
      maxRetries,
      fetch: ownFetch,
      allowInsecure: true,
      dangerouslyAllowBrowser: true,
    });
  const around: Surroundings = {
    places,
    at,
    client: (behavior, maxRetries) => at(`${places.url}/${behavior}/${runtime}`, maxRetries),
    // Requests that have not arrived by then never will.
    seen: (what, behavior) =>
      fetch(`${places.url}/asked/${what}/${behavior}/${runtime}`, { signal: AbortSignal.timeout(10_000) }).then(
        (answer) => answer.text(),
      ),
  };
  const results: Partial<Record<Check, string>> = {};
  for (const [name, check] of Object.entries(checks)) {
    results[name as Check] = await check(around).catch((error: unknown) => `the check failed: ${error}`);
  }
  // All checks have been done.
  return results as Results;
}
