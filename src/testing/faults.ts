import { refuse } from "../errors/refuse.ts";
import type { Reply } from "./outcome.ts";
import type { Random } from "./random.ts";

/** Which requests a fault is for. */
export interface FaultOptions {
  /**
   * The operationId.
   * @default any operation
   */
  readonly operation?: string | undefined;
  /**
   * How many requests it happens to.
   * @default 1
   */
  readonly times?: number | undefined;
}

/** An answer that says no, for {@link MockApi.fail}. */
export interface FailOptions extends FaultOptions {
  /**
   * The HTTP status.
   * @default 500
   */
  readonly status?: number | undefined;
  /** The `Retry-After` header, in seconds. */
  readonly retryAfter?: number | undefined;
  /**
   * The body of the answer.
   * @default an error in the API's shape
   */
  readonly body?: unknown;
}

/** What goes wrong with one request. */
export type Fault =
  | ({ readonly kind: "fail"; readonly status: number } & Pick<FailOptions, "retryAfter" | "body">)
  | { readonly kind: "loseAnswer" | "refuse" | "cutOff" | "html" }
  | { readonly kind: "delay"; readonly ms: number };

/** A fault that waits for its request. */
interface Armed {
  readonly fault: Fault;
  readonly operation: string | undefined;
  left: number;
}

/** The faults that are still to happen. */
export interface Faults {
  armed: Armed[];
  outage: { readonly rate: number; readonly random: Random } | undefined;
}

/** Lets a fault wait for its requests. */
export function arm(faults: Faults, fault: Fault, { operation, times = 1 }: FaultOptions = {}): void {
  const numbers = { status: 200, ms: 0, ...fault, times };
  if (!(numbers.status >= 200 && numbers.status <= 599))
    refuse(fault.kind, "status", "must be an HTTP status from 200");
  if (!(numbers.ms >= 0)) refuse(fault.kind, "ms", "must be a number of milliseconds");
  if (!(times > 0)) refuse(fault.kind, "times", "must be a number above 0");
  faults.armed.push({ fault, operation, left: times });
}

/** What can happen in an outage. */
const inOutage: readonly Fault[] = [
  { kind: "refuse" },
  { kind: "loseAnswer" },
  { kind: "cutOff" },
  { kind: "html" },
  { kind: "fail", status: 503, body: { code: "BOOT_ERROR", message: "Worker failed to boot" } },
  { kind: "fail", status: 429, retryAfter: 1 },
];

function take(faults: Faults, operation: string | undefined, isDelay: boolean): Fault | undefined {
  const isNext = (one: Armed) =>
    (one.fault.kind === "delay") === isDelay && (one.operation === undefined || one.operation === operation);
  const found = faults.armed.find(isNext);
  if (found === undefined) return undefined;
  found.left -= 1;
  faults.armed = faults.armed.filter(({ left }) => left > 0);
  return found.fault;
}

/** The delay of a request, in milliseconds, and the fault that happens to it. */
export function faultsFor(faults: Faults, operation: string | undefined): { ms: number; fault: Fault | undefined } {
  const delay = take(faults, operation, true);
  const taken = take(faults, operation, false);
  const { outage } = faults;
  const isOut = taken === undefined && outage !== undefined && outage.random() < outage.rate;
  const fault = isOut ? inOutage[Math.floor(outage.random() * inOutage.length)] : taken;
  return { ms: delay?.kind === "delay" ? delay.ms : 0, fault };
}

/** The page that a proxy in front of the API answers with when it cannot reach it. */
const htmlPage = "<!DOCTYPE html><html><body><h1>520 Web server is returning an unknown error</h1></body></html>";

/** What a fault answers in place of the API; `undefined` for one that only loses the answer. */
export function planned(fault: Fault): Reply | undefined {
  if (fault.kind === "html") return { status: 520, body: htmlPage, headers: { "content-type": "text/html" } };
  if (fault.kind !== "fail") return undefined;
  const { status, retryAfter, body = { error: "Planned failure" } } = fault;
  return { status, body, ...(retryAfter !== undefined && { headers: { "retry-after": String(retryAfter) } }) };
}
