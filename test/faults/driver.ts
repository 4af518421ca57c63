import type { ClientRequest } from "node:http";
import { type Effect, type Hook, type Logger, Wipsy, type WipsyOptions } from "wipsy-client";
import { closed, type Fault, oddFetches, rejected } from "./faults.ts";
import { type Misbehavior, misbehaviors } from "./hooks.ts";
import { faultyAgent, faultyFetch, onRequestsOf } from "./network.ts";
import type { FaultServer } from "./server.ts";
import { transport } from "./transport.ts";

/** The faults of each attempt of one call, and its limits. Attempts after the last fault succeed. */
export interface Schedule {
  readonly call: string;
  readonly effect: Effect;
  readonly faults: readonly Fault[];
  readonly maxRetries: number;
  readonly timeout: number;
  readonly deadline: number;
}

/** What can be seen of an attempt: the signal of a hook, and the request of Node's transport once there is one. */
export interface Seen {
  readonly signal?: AbortSignal | null | undefined;
  request?: ClientRequest;
}

/** One attempt, as seen around it. Times are in milliseconds since the call began. */
export interface Attempt {
  readonly fault: Fault;
  /** Before the client starts its timer, not when the request reaches the hook, which is later on a busy machine. */
  readonly began: number;
  /** When the client gave up on it. */
  cut?: number;
  readonly by: Seen;
  /** What the system said to a connection that broke. */
  syscall?: unknown;
}

/** The result of a schedule. */
export interface Run {
  readonly schedule: Schedule;
  readonly attempts: readonly Attempt[];
  /** The number of requests according to the result; absent if there is an error. */
  readonly resolved?: number;
  readonly error?: unknown;
  /** When the call ended, in milliseconds since it began. */
  readonly ended: number;
  /** How long after the deadline the call ended, by a timer set at the same moment. Negative: before. */
  readonly late: number;
}

const good: Fault = { name: "good" };

function headersOf({ name, acts, status, body, code, codeIn, wait }: Fault): Record<string, string> {
  return {
    "x-fault": name,
    ...(acts && { "x-acts": "yes" }),
    ...(status !== undefined && { "x-status": String(status) }),
    ...(body && { "x-body": body }),
    ...(code && { "x-code": code }),
    ...(codeIn && { "x-code-in": codeIn }),
    ...(wait && { [`x-${wait.header}`]: wait.value }),
  };
}

/** The addresses of a fault server, which may be in another process. */
export type Place = Pick<FaultServer, "url" | "portOf">;

/** The headers that ask for a fault. `faultyFetch` and `faultyAgent` send to the port that it needs. */
export const asking = (server: Place, call: string, fault: Fault) =>
  Object.entries({ "x-call": call, "x-port": String(server.portOf(fault.name)), ...headersOf(fault) });

/** A request with the headers that ask for a fault. */
export function steer(server: Place, call: string, fault: Fault, { url, init }: Parameters<Hook>[0]) {
  const headers = new Headers(init.headers);
  for (const [name, value] of asking(server, call, fault)) headers.set(name, value);
  return { url, init: { ...init, headers } };
}

/** Called with each attempt. Returns what is called with its error. */
type OnAttempt = (fault: Fault, by: Seen) => (error: unknown) => void;

/** A call of each effect. */
export const calls: Readonly<Record<Effect, (wipsy: Wipsy) => { withResponse(): Promise<{ attempts: number }> }>> = {
  read: (wipsy) => wipsy.chats.list(),
  idempotent: (wipsy) => wipsy.chatButtons.update("boton-1", { name: "Agente" }),
  write: (wipsy) => wipsy.messages.send({ to: "+573001112233", message: "Pedido confirmado" }),
};

/** A client whose attempts get the faults in order. */
export function faultyClient(
  server: Place,
  call: string,
  faults: readonly Fault[],
  options: WipsyOptions = {},
  onAttempt: OnAttempt = () => () => {},
): Wipsy {
  let made = 0;
  const client = { apiKey: "test-key", baseUrl: server.url };
  if (transport === "node" && !options.fetch && !options.hook && !faults.some(({ name }) => name in misbehaviors)) {
    // Without a hook, which would make a Response of each answer.
    onRequestsOf(call, (request) => {
      const fault = faults[made] ?? good;
      made += 1;
      for (const [name, value] of asking(server, call, fault)) request.setHeader(name, value);
      request.on("error", onAttempt(fault, { request }));
    });
    return new Wipsy({ ...client, agent: faultyAgent, ...options, headers: { ...options.headers, "x-call": call } });
  }
  let current: Seen = {};
  onRequestsOf(call, (request) => {
    current.request ??= request;
  });
  const hook: Hook = (request, next) => {
    const fault = faults[made] ?? good;
    made += 1;
    current = { signal: request.init.signal };
    const onError = onAttempt(fault, current);
    // The cast: names that are not a hook's find nothing.
    const odd = misbehaviors[fault.name as keyof typeof misbehaviors] as Misbehavior | undefined;
    const send = (met: Fault) => next(steer(server, call, met, request));
    const answer = odd ? odd(send) : send(fault);
    answer.catch(onError);
    return answer;
  };
  const own = transport === "node" && !options.fetch ? { agent: faultyAgent } : { fetch: faultyFetch };
  return new Wipsy({ ...client, ...own, hook, ...options });
}

/** Whether a fault's request reaches the port that reads it. */
export const isServed = ({ name, acts }: Fault): boolean => {
  // A failing `fetch` may have sent the request before.
  if (([...rejected, ...oddFetches] as string[]).includes(name)) return acts === true;
  // A refused stream is not read.
  if (name === "HTTP/2 refuses the stream" || name === "HTTP/2 goes away") return false;
  return !([...closed, "hook throws", "hook answers, and sends later"] as string[]).includes(name);
};

/** Makes a schedule's call and observes it. */
export async function runSchedule(server: FaultServer, schedule: Schedule): Promise<Run> {
  const { call, effect, faults, maxRetries, timeout, deadline } = schedule;
  const attempts: Attempt[] = [];
  let start = performance.now();
  const since = () => performance.now() - start;
  let began = 0;
  const logger: Logger = {
    debug(event) {
      if (event === "wipsy:request:start") began = since();
    },
    // Where there is no hook, and so no signal to see.
    warn(_event, facts: { "error.type"?: string }) {
      const last = attempts.at(-1);
      // An attempt whose time was over before it made a request is not in the list.
      const isLast = last?.began === began;
      if (isLast && facts["error.type"] === "TimeoutError") last.cut ??= since();
    },
  };
  const wipsy = faultyClient(server, call, faults, { maxRetries, timeout, deadline, logger }, (fault, by) => {
    const attempt: Attempt = { fault, began, by };
    attempts.push(attempt);
    by.signal?.addEventListener("abort", () => {
      attempt.cut = since();
    });
    return (error) => {
      // A caller's `fetch` may reject with anything, even with throwing getters.
      try {
        const { syscall, cause }: { syscall?: unknown; cause?: { syscall?: unknown } } = Object(error);
        attempt.syscall = cause?.syscall ?? syscall;
      } catch {}
    };
  });
  let due: number | undefined;
  const timer = setTimeout(() => {
    due = since();
  }, deadline);
  start = performance.now();
  const settled = await calls[effect](wipsy)
    .withResponse()
    .then(
      (result) => ({ resolved: result.attempts }),
      (error: unknown) => ({ error }),
    );
  const ended = since();
  clearTimeout(timer);
  // On a stalled machine it can end after the deadline, yet before any timer could have ended it.
  return {
    schedule,
    attempts,
    ...settled,
    ended,
    late: due === undefined ? Math.min(0, ended - deadline) : ended - due,
  };
}
