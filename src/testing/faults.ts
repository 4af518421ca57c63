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
  | {
      readonly kind: "fail";
      readonly status: number;
      readonly retryAfter?: number | undefined;
      readonly body?: unknown;
    }
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

export function arm(faults: Faults, fault: Fault, { operation, times = 1 }: FaultOptions = {}): void {
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

function take({ armed }: Faults, operation: string, isDelay: boolean): Fault | undefined {
  const isNext = (one: Armed) =>
    one.left > 0 && (one.fault.kind === "delay") === isDelay && (one.operation ?? operation) === operation;
  const found = armed.find(isNext);
  if (found) found.left -= 1;
  return found?.fault;
}

/** The delay of a request, in milliseconds, and the fault that happens to it. */
export function faultsFor(
  faults: Faults,
  operation: string,
): { readonly ms: number; readonly fault: Fault | undefined } {
  const delay = take(faults, operation, true);
  const planned = take(faults, operation, false);
  const { outage } = faults;
  faults.armed = faults.armed.filter(({ left }) => left > 0);
  const isOut = planned === undefined && outage !== undefined && outage.random() < outage.rate;
  const fault = isOut ? inOutage[Math.floor(outage.random() * inOutage.length)] : planned;
  return { ms: delay?.kind === "delay" ? delay.ms : 0, fault };
}

/** The page that a proxy in front of the API answers with when it cannot reach it. */
export const htmlPage =
  "<!DOCTYPE html><html><body><h1>520 Web server is returning an unknown error</h1></body></html>";
