import { checkedOptions, must } from "../errors/refuse.ts";
import type { Rows } from "../operation/table.ts";
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

/** An error answer, for {@link MockApi.fail}. */
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
export interface Fault extends Pick<FailOptions, "status" | "retryAfter" | "body"> {
  readonly kind: "fail" | "loseAnswer" | "refuse" | "cutOff" | "html" | "delay";
  readonly ms?: number | undefined;
}

/** The faults that are still to happen. */
export interface Faults {
  readonly rows: Rows;
  /** `left`: the number of requests that the fault still happens to. */
  armed: { readonly fault: Fault; readonly operation: string | undefined; left: number }[];
  outage: { readonly rate: number; readonly random: Random } | undefined;
}

const isBetween = (value: unknown, least: number, most = Number.POSITIVE_INFINITY) =>
  typeof value === "number" && value >= least && value <= most;

/** Plans a fault for its next requests. */
export function arm(faults: Faults, kind: Fault["kind"], options: FailOptions & Pick<Fault, "ms"> = {}): void {
  const checked = checkedOptions<typeof options>(kind, options, {
    // A fault for a misspelled operation would never happen, and the test would pass.
    operation: must("an operationId of the description", (id) => Object.hasOwn(faults.rows, String(id))),
    times: must("a number from 1", (value) => isBetween(value, 1)),
    ...(kind === "fail" && {
      status: must("an HTTP status from 200", (value) => isBetween(value, 200, 599)),
      retryAfter: must("a number of seconds", (value) => isBetween(value, 0)),
      body: () => undefined,
    }),
    ...(kind === "delay" && { ms: must("a number of milliseconds", (value) => isBetween(value, 0)) }),
  });
  const { operation, times = 1, ...how } = checked;
  faults.armed.push({ fault: { kind, ...how }, operation, left: times });
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
  const isIts = (id: string | undefined) => id === undefined || id === operation;
  const found = faults.armed.find((one) => (one.fault.kind === "delay") === isDelay && isIts(one.operation));
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
  return { ms: delay?.ms ?? 0, fault };
}

/** The page that a proxy in front of the API answers with when it cannot reach it. */
const htmlPage = "<!DOCTYPE html><html><body><h1>520 Web server is returning an unknown error</h1></body></html>";

/** What a fault answers in place of the API; `undefined` for one that only loses the answer. */
export function planned(fault: Fault): Reply | undefined {
  if (fault.kind === "html") return { status: 520, body: htmlPage, headers: { "content-type": "text/html" } };
  if (fault.kind !== "fail") return undefined;
  const { status = 500, retryAfter, body = { error: "Planned failure" } } = fault;
  return { status, body, ...(retryAfter !== undefined && { headers: { "retry-after": String(retryAfter) } }) };
}
