import { operations as bundled } from "../../generated/operations.ts";
import type { Types } from "../../generated/resources.ts";
import { refuse } from "../errors/refuse.ts";
import type { Row } from "../lists/page.ts";
import type { Api } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";
import type { AnyApi, MockApi, MockOptions, MockRequest } from "./api.ts";
import { exampleOf, perform, refusal } from "./behavior.ts";
import { arm, type Fault, type Faults, faultsFor, planned } from "./faults.ts";
import { mockFetch } from "./fetch.ts";
import { listen } from "./listen.ts";
import type { Handle, Outcome, Reply } from "./outcome.ts";
import { randomFrom } from "./random.ts";
import { type Arrived, type Asked, askedOf, authProblem, type Match, matchOf, violationOf } from "./request.ts";
import { addItem, createState, deliver, type Item, itemsOf, receive, type State, signIn } from "./state.ts";

/** Maximum number of requests that are kept: a mock can run for days. */
const mostRequests = 10_000;

const button = { name: "Agente", icon: "bot", color: "#3B82F6", is_toggle: true, is_enabled: true, position: 0 };

function stateOf({ seed = 1, now = () => new Date(), contacts = [], items = {} }: MockOptions<AnyApi>): State {
  const state = createState(seed, now);
  const all = { chatButtons: [button], ...items, contacts };
  for (const [namespace, some] of Object.entries(all)) for (const item of some) addItem(state, namespace, item);
  return state;
}

/**
 * A Wipsy API for tests: it keeps contacts, chats and messages, checks every request against the description, and fails on
 * demand. It runs in the same process, needs no port, and sends nothing to anybody.
 *
 * Behavior that the vendor's pages do not describe is inferred.
 *
 * @example
 * ```ts
 * import { Wipsy } from "wipsy-client";
 * import { mockApi } from "wipsy-client/testing";
 * const api = mockApi({ contacts: [{ name: "Ana", phone: "+573188779043" }] });
 * const wipsy = new Wipsy({ apiKey: "test", fetch: api.fetch });
 * await wipsy.messages.send({ to: "+573188779043", message: "Hola" });
 * console.log(api.sent); // [{ to: "+573188779043", message: "Hola", channel: "whatsapp" }]
 * ```
 */
export function mockApi<A extends Api = Types>(options: MockOptions<A> = {}): MockApi<A> {
  // The casts: a description's types do not exist at run time.
  return createMock(options as unknown as MockOptions<AnyApi>).api as unknown as MockApi<A>;
}

/** A mock with what a server needs of it. */
export interface Mock {
  readonly api: MockApi<AnyApi>;
  readonly handle: Handle;
  readonly now: () => Date;
  /** Calls `listener` whenever something has changed. */
  readonly onChange: (listener: () => void) => void;
}

/** A mock API and what answers its requests. */
export function createMock(options: MockOptions<AnyApi>): Mock {
  const { operations = bundled, allowInferred = false, contactQuota = 100, examples = {}, delivery = "sent" } = options;
  const state = stateOf(options);
  const faults: Faults = { rows: operations.rows, armed: [], outage: undefined };
  const sent: Item[] = [];
  const requests: MockRequest[] = [];
  const violations: string[] = [];
  const done = new Map(Object.keys(operations.rows).map((id) => [id, 0]));
  const listeners: (() => void)[] = [];
  const secrets = [operations.apiKeyHeader, "authorization", "cookie"];
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const isSession = (token: string) =>
    state.sessions.some(({ session }) => session.token === token && Date.parse(session.expires_at) > +state.now());
  const door = { apiKeyHeader: operations.apiKeyHeader, apiKey: options.apiKey, isSession };

  function noteSent(message: Item, { messageId }: Row): void {
    sent.push(message);
    deliver(state, String(messageId), typeof delivery === "function" ? delivery(message) : delivery);
  }

  function execute({ operation, path }: Match, { query, body }: Asked): Reply {
    done.set(operation.id, (done.get(operation.id) ?? 0) + 1);
    const fields = isRecord(body) ? body : {};
    const reply = perform({ state, operation, query, path, body: fields, contactQuota });
    // The casts: these are a message that fits the description, and the answer to it.
    if (operation.id === "sendMessage" && reply?.status === 200) noteSent(fields as Item, reply.body as Row);
    return reply ?? exampleOf(operation, examples);
  }

  /** The answer to a request that no fault affects. */
  function answer(match: Match, arrived: Arrived, asked: Asked): Reply {
    const problem = authProblem(match, arrived, asked, door);
    if (problem !== undefined) return refusal(401, problem);
    const violation = violationOf(match, asked);
    if (violation === undefined) return execute(match, asked);
    violations.push(violation);
    return refusal(400, violation);
  }

  function outcomeOf(match: Match, arrived: Arrived, asked: Asked, fault: Fault | undefined): Omit<Outcome, "ms"> {
    if (fault?.kind === "refuse") return { reply: { status: 503 }, arrives: "refused" };
    const reply = (fault && planned(fault)) ?? answer(match, arrived, asked);
    if (fault?.kind === "loseAnswer") return { reply, arrives: "never" };
    return { reply, arrives: fault?.kind === "cutOff" ? "half" : "whole" };
  }

  function unknownOperation({ method, url }: Arrived): Reply {
    violations.push(`${method} ${url.pathname}: the description has no such operation`);
    return { status: 404, body: { code: "NOT_FOUND", message: "Requested function was not found" } };
  }

  /** Handles one request. */
  function handle(arrived: Arrived): Outcome {
    const { method, url } = arrived;
    const found = matchOf(operations.rows, arrived);
    const match = found?.operation.evidence === "inferred" && !allowInferred ? undefined : found;
    const operation = match?.operation.id;
    const asked = askedOf(match?.operation.query, arrived);
    const { ms, fault } = faultsFor(faults, operation);
    const outcome: Omit<Outcome, "ms"> = match
      ? outcomeOf(match, arrived, asked, fault)
      : { reply: unknownOperation(arrived), arrives: "whole" };
    const shown = [...arrived.headers].filter(([name]) => !secrets.includes(name));
    requests.push({
      ...{ operation, method, path: url.pathname, headers: Object.fromEntries(shown), ...asked },
      status: outcome.arrives === "whole" ? outcome.reply.status : undefined,
      fault: fault?.kind ?? (ms > 0 ? "delay" : undefined),
    });
    if (requests.length > mostRequests) requests.shift();
    changed();
    return { ...outcome, ms };
  }

  const api: MockApi<AnyApi> = {
    fetch: mockFetch(handle, state.now),
    ...{ sent, requests, violations },
    contacts: itemsOf(state, "contacts"),
    chats: itemsOf(state, "chats"),
    messages: itemsOf(state, "messages"),
    executed: (id) => done.get(id) ?? refuse("executed", "operation", "must be an operationId of the description"),
    receive(incoming) {
      const message = receive(state, incoming);
      changed();
      return message;
    },
    deliver(messageId, status = "delivered") {
      deliver(state, messageId, status);
      changed();
    },
    signIn: (agent = {}) => signIn(state, agent),
    fail: (options) => arm(faults, "fail", options),
    loseAnswer: (options) => arm(faults, "loseAnswer", options),
    refuse: (options) => arm(faults, "refuse", options),
    cutOff: (options) => arm(faults, "cutOff", options),
    html: (options) => arm(faults, "html", options),
    delay: (ms, options) => arm(faults, "delay", { ...options, ms }),
    outage({ rate, seed = 1 }) {
      if (!(rate >= 0 && rate <= 1)) refuse("outage", "rate", "must be a number from 0 to 1");
      faults.outage = rate > 0 ? { rate, random: randomFrom(seed) } : undefined;
    },
    listen: (port = 0) => listen({ handle, now: state.now }, { port }),
  };
  return { api, handle, now: state.now, onChange: (listener) => void listeners.push(listener) };
}
