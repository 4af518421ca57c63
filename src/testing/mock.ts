import { operations as bundled } from "../../generated/operations.ts";
import type { Chat, ChatButton, Contact, Message } from "../../generated/resources.ts";
import { refuse } from "../errors/refuse.ts";
import type { Row } from "../lists/page.ts";
import { isRecord } from "../operation/values.ts";
import type { OutgoingMessage } from "../recipient/message.ts";
import type { MockApi, MockOptions, MockRequest } from "./api.ts";
import { perform, refusal } from "./behaviour.ts";
import { arm, type Fault, type Faults, faultsFor, htmlPage } from "./faults.ts";
import { mockFetch } from "./fetch.ts";
import { listen } from "./listen.ts";
import type { Handle, Outcome, Reply, Wait } from "./outcome.ts";
import { randomFrom } from "./random.ts";
import {
  type Incoming as Arrived,
  type Asked,
  askedOf,
  authProblem,
  type Match,
  matchOf,
  violationOf,
} from "./request.ts";
import { addContact, addItem, createState, deliver, itemsOf, receive, type State, signIn } from "./state.ts";

/** What a planned answer looks like. */
function planned(fault: Fault): Reply | undefined {
  if (fault.kind === "html") return { status: 520, body: htmlPage, headers: { "content-type": "text/html" } };
  if (fault.kind !== "fail") return undefined;
  const { status, retryAfter, body = { error: "Planned failure" } } = fault;
  return { status, body, ...(retryAfter !== undefined && { headers: { "retry-after": String(retryAfter) } }) };
}

/** A mock that runs for days keeps no more requests than this. */
const mostRequests = 10_000;

/** Headers that tell who asks. */
const secret = ["authorization", "cookie"];

const defaultButton: ChatButton = {
  name: "Agente",
  icon: "bot",
  color: "#3B82F6",
  is_toggle: true,
  is_enabled: true,
  position: 0,
};

function stateOf(options: MockOptions): State {
  const { seed = 1, now = () => new Date(), contacts = [], buttons = [defaultButton], items = {} } = options;
  const state = createState(seed, now);
  for (const contact of contacts) addContact(state, contact);
  for (const [namespace, some] of Object.entries(items)) for (const item of some) addItem(state, namespace, item);
  for (const button of buttons) addItem(state, "buttons", button);
  state.buttons.push(...itemsOf<ChatButton>(state, "buttons"));
  return state;
}

/**
 * A Wipsy API for tests: it keeps contacts, chats and messages, checks every request against the description, and fails on
 * demand. It runs in the same process, needs no port, and sends nothing to anybody.
 *
 * How the real service behaves where its pages are silent is inferred.
 *
 * @throws InputError when a contact's or an option's value cannot be used
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
export function mockApi(options: MockOptions = {}): MockApi {
  return createMock(options).api;
}

/** A mock with what a server needs of it. */
export interface Mock {
  readonly api: MockApi;
  readonly handle: Handle;
  readonly now: () => Date;
  /** Who is at the other end of a chat, as `receive` takes it. */
  readonly addressOf: (chatId: string) => string | undefined;
  /** Calls `listener` whenever something has changed. */
  readonly onChange: (listener: () => void) => void;
}

/** A mock API and what answers its requests. */
export function createMock(options: MockOptions): Mock {
  const { operations = bundled, allowInferred = false, contactQuota = 100, examples = {}, delivery = "sent" } = options;
  const state = stateOf(options);
  const faults: Faults = { armed: [], outage: undefined };
  const sent: OutgoingMessage[] = [];
  const requests: MockRequest[] = [];
  const violations: string[] = [];
  const done = new Map<string, number>();
  const listeners: (() => void)[] = [];
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const door = {
    apiKeyHeader: operations.apiKeyHeader,
    apiKey: options.apiKey,
    isSession: (token: string) =>
      state.sessions.some(
        ({ session }) => session.token === token && Date.parse(session.expires_at ?? "") > +state.now(),
      ),
  };

  function execute(match: Match, { query, body }: Asked): Reply {
    const { operation, path } = match;
    done.set(operation.id, (done.get(operation.id) ?? 0) + 1);
    const fields: Row = isRecord(body) ? body : {};
    const reply = perform({ state, operation, query, path, body: fields, contactQuota });
    if (operation.id === "sendMessage" && reply?.status === 200) {
      // The casts: the request has been checked against the description.
      const message = fields as unknown as OutgoingMessage;
      sent.push(message);
      const status = typeof delivery === "function" ? delivery(message) : delivery;
      deliver(state, String((reply.body as Row).messageId), status);
    }
    return reply ?? { status: 200, body: examples[operation.id] ?? {} };
  }

  /** What a request is answered with when nothing goes wrong on the way. */
  function answer(match: Match, arrived: Arrived, asked: Asked): Reply {
    const problem = authProblem(match, arrived, asked, door);
    if (problem !== undefined) return refusal(401, problem);
    const violation = violationOf(match, asked);
    if (violation === undefined) return execute(match, asked);
    violations.push(violation);
    return refusal(400, violation);
  }

  function unknownOperation({ method, url }: Arrived): Reply {
    violations.push(`${method} ${url.pathname}: the description has no such operation`);
    return { status: 404, body: { code: "NOT_FOUND", message: "Requested function was not found" } };
  }

  async function outcomeOf(match: Match, arrived: Arrived, asked: Asked, wait: Wait): Promise<Outcome> {
    const { ms, fault } = faultsFor(faults, match.operation.id);
    if (ms > 0) await wait(ms);
    if (fault?.kind === "refuse") return { reply: { status: 503 }, arrives: "refused", fault: fault.kind };
    const instead = fault && planned(fault);
    if (instead) return { reply: instead, arrives: "whole", fault: fault.kind };
    const reply = answer(match, arrived, asked);
    if (fault?.kind === "loseAnswer") return { reply, arrives: "never", fault: fault.kind };
    if (fault?.kind === "cutOff") return { reply, arrives: "half", fault: fault.kind };
    return { reply, arrives: "whole", ...(ms > 0 && { fault: "delay" }) };
  }

  function note(arrived: Arrived, asked: Asked, operation: string | undefined, outcome: Outcome): void {
    const { method, url } = arrived;
    const { reply, arrives, fault } = outcome;
    const headers = Object.fromEntries(
      [...arrived.headers].filter(([name]) => name !== operations.apiKeyHeader && !secret.includes(name)),
    );
    const status = arrives === "whole" ? reply.status : undefined;
    requests.push({ operation, method, path: url.pathname, headers, ...asked, status, fault });
    if (requests.length > mostRequests) requests.shift();
    changed();
  }

  /** One request, from its arrival to what the client gets of the answer. */
  async function handle(arrived: Arrived, wait: Wait): Promise<Outcome> {
    const match = matchOf(operations.rows, arrived);
    if (!match || (match.operation.evidence === "inferred" && !allowInferred)) {
      const outcome: Outcome = { reply: unknownOperation(arrived), arrives: "whole" };
      note(arrived, { query: Object.fromEntries(arrived.url.searchParams), body: arrived.body }, undefined, outcome);
      return outcome;
    }
    const asked = askedOf(match, arrived);
    const outcome = await outcomeOf(match, arrived, asked, wait);
    note(arrived, asked, match.operation.id, outcome);
    return outcome;
  }

  const api: MockApi = {
    fetch: mockFetch(handle, state.now),
    sent,
    requests,
    violations,
    contacts: itemsOf<Contact>(state, "contacts"),
    chats: itemsOf<Chat>(state, "chats"),
    messages: itemsOf<Message>(state, "messages"),
    executed: (operation) => done.get(operation) ?? 0,
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
    fail: ({ status = 500, retryAfter, body, ...which } = {}) =>
      arm(faults, { kind: "fail", status, retryAfter, body }, which),
    loseAnswer: (which) => arm(faults, { kind: "loseAnswer" }, which),
    refuse: (which) => arm(faults, { kind: "refuse" }, which),
    cutOff: (which) => arm(faults, { kind: "cutOff" }, which),
    html: (which) => arm(faults, { kind: "html" }, which),
    delay: (ms, which) => arm(faults, { kind: "delay", ms }, which),
    outage({ rate, seed = 1 }) {
      if (!(rate >= 0 && rate <= 1)) refuse("outage", "rate", "must be a number from 0 to 1");
      faults.outage = rate > 0 ? { rate, random: randomFrom(seed) } : undefined;
    },
    listen: (port = 0) => listen({ handle, now: state.now }, { port }),
  };
  return {
    api,
    handle,
    now: state.now,
    addressOf: (chatId) => state.peers.get(chatId)?.address,
    onChange: (listener) => void listeners.push(listener),
  };
}
