import {
  emptied,
  failing,
  heavy,
  limited,
  longWaits,
  misbehaving,
  notReady,
  onHttp2,
  plain,
  redirecting,
  refusing,
  seeingOther,
  succeeding,
  waits,
} from "./catalog.ts";
import type { Schedule } from "./driver.ts";
import type { Fault } from "./faults.ts";
import { isOpen, meaningOf } from "./model.ts";
import { type Random, randomOf } from "./random.ts";

const effects = ["read", "idempotent", "write", "write"] as const;

/** The only deadline that can pass, in milliseconds. */
export const longestShort = 250;

/** Faults after which a write is retried are frequent: without them, few writes would have a second attempt. */
const reached: readonly Fault[] = (
  ["refuses", "EAI_AGAIN", "connect time-out", "reset while connecting", "no route"] as const
).map((name) => ({ name }));

function anyFault(random: Random): Fault {
  const wait = random.next() < 0.15 ? random.pick(longWaits) : random.pick(waits);
  const kinds: readonly (readonly Fault[])[] = [
    reached,
    reached,
    notReady(wait),
    [{ name: "status", status: 429, wait }],
    limited,
    failing,
    failing.map((fault) => ({ ...fault, ...(fault.status !== 503 && { wait }) })),
    emptied,
    plain,
    plain,
    plain,
    misbehaving,
    // A handshake takes long on a busy machine.
    random.next() < 0.4 ? onHttp2 : plain,
    [...refusing, ...redirecting, ...seeingOther, ...succeeding],
  ];
  const fault = random.pick(random.pick(kinds));
  return isOpen(meaningOf(fault)) && random.next() < 0.5 ? { ...fault, acts: true } : fault;
}

/** The schedule with this number in the run with this seed. */
export function scheduleOf(seed: number, index: number): Schedule {
  const random = randomOf(seed + index * 0x9e3779b1);
  const maxRetries = random.between(0, 4);
  const effect = random.pick(effects);
  const faults = Array.from({ length: random.between(1, 5) }, () => anyFault(random));
  const isHanging = faults.some((fault) => meaningOf(fault) === "timed out");
  const deadline = random.next() < 0.2 ? random.between(1, longestShort) : 10_000;
  // Short only if a fault hangs: on a busy machine, any other attempt may take longer. A short deadline sometimes ends
  // the fault.
  const hasShortTimeout = isHanging && (deadline > longestShort || random.next() < 0.5);
  return {
    call: `${seed}-${index}`,
    effect,
    faults,
    maxRetries,
    timeout: hasShortTimeout ? random.between(100, 140) : 8000,
    deadline,
  };
}

/** A schedule with an answer that is expensive to read. */
export function heavyScheduleOf(seed: number, index: number): Schedule {
  const random = randomOf(seed - 1 - index);
  const name = random.pick(heavy);
  const fault: Fault = { name, ...(name === "gzip bomb" && random.next() < 0.5 && { acts: true }) };
  return {
    ...scheduleOf(seed, index),
    call: `${seed}-heavy-${index}`,
    faults: [...Array.from({ length: random.between(0, 1) }, () => random.pick(reached)), fault],
    timeout: 10_000,
    deadline: 20_000,
  };
}
