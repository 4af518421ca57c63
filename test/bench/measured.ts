import type { Spread } from "./statistics.ts";

/** One contender in one row: microseconds for a call, and how many times those of bare fetch. */
export interface Figure {
  readonly micros: Spread;
  readonly ratio: Spread;
}

/** The figures of a row, by contender. */
export type Row = Readonly<Record<string, Figure>>;

/** What the timing process tells. */
export interface Timings {
  /** In the order of the tables. */
  readonly rows: Readonly<Record<string, Row>>;
  /** A call whose `fetch` answers at once. */
  readonly stub: Readonly<Record<"GET" | "POST", Row>>;
}

/** A list read to its end: time for an item, and megabytes of heap between the start and the last item. */
export interface Iterations {
  readonly row: Row;
  readonly heap: Readonly<Record<string, number>>;
}

/** Looking up one of a store's keys, and claiming a new one, by the number of keys that the store holds. */
export interface KeyCosts {
  readonly lookUp: Row;
  readonly claim: Row;
}

/** Measured for this client on both transports and bare fetch only. */
export interface Growth {
  readonly atOnce: Readonly<Record<string, Row>>;
  readonly bodies: Readonly<Record<string, Row>>;
  readonly answers: Readonly<Record<string, Row>>;
  readonly items: Readonly<Record<string, Iterations>>;
  /** Sends with an idempotency key, by store, relative to one without. */
  readonly keyed: Readonly<Record<string, Row>>;
  /** By store, and the number of rounds. */
  readonly keys: {
    readonly rounds: number;
    /** Calls in a round. */
    readonly lookUps: number;
    readonly claims: number;
    readonly stores: Readonly<Record<string, KeyCosts>>;
  };
  /** By transport. */
  readonly unknowns: Readonly<Record<string, Unknowns>>;
}

/** The failed writes of random fault schedules, and those of them whose outcome is unknown. */
export interface Unknowns {
  readonly schedules: number;
  readonly failed: number;
  readonly unknown: number;
}

/** Kilobytes that a call allocates, by contender. */
export interface Heap {
  readonly network: Readonly<Record<string, number>>;
  readonly stub: Readonly<Record<string, number>>;
}

/** Where the time of a call goes, in microseconds. */
export interface Profile {
  readonly name: string;
  readonly loop: string;
  /** By whose time it is. */
  readonly groups: Readonly<Record<string, number>>;
  /** The functions of this client and its core, each without those it called. */
  readonly functions: Readonly<Record<string, number>>;
  /** The functions of the platform that run directly or indirectly for one of those. */
  readonly asked: Readonly<Record<string, number>>;
  /** The others: what runs later, or for nobody of them. */
  readonly later: Readonly<Record<string, number>>;
}

/** What a type check of one consumer costs. */
export interface TypeCost {
  readonly instantiations: number;
  /** Seconds, of the whole run of the compiler. */
  readonly seconds: Spread;
}

/** Everything that `npm run bench` finds. Kept as results.json. */
export interface Results {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly callsPerRound: number;
  readonly timings: Timings;
  readonly growth: Growth;
  readonly heap: Heap;
  /** Milliseconds. */
  readonly coldImport: Readonly<Record<string, Spread>>;
  /** Bytes, minified and gzipped. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly types: Readonly<Record<string, TypeCost>>;
  readonly profiles: readonly Profile[];
}
