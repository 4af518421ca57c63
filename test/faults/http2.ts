import type { Outcome } from "wipsy-client";
import { badRecord, type Exchange } from "../support/tls-server.ts";

// Ways in which a server fails writes over HTTP/2 without an answer, with the expected outcomes. http2.test.ts runs
// them with undici; `npm run test:runtimes` with the `fetch` of Node 26, which uses HTTP/2 by default.

/** One way to fail writes. */
export interface Http2Fault {
  /**
   * Called with each write.
   *
   * @param together how many writes share the connection
   */
  readonly handle: (exchange: Exchange, together: number) => unknown;
  /** Whether it hits all writes of a connection at once. */
  readonly isShared: boolean;
  /** The expected outcome of each write. */
  readonly outcome: Outcome | "done";
  /** How often each write must be sent, by a client with one retry. */
  readonly arrived: number;
  /** How often each write must be executed. */
  readonly executed: number;
}

/** Retries of a client that gets a fault. */
export const maxRetries = 1;

const internalError = 2;
/** With this code a server says that it has not processed the request. */
const refusedStream = 7;

/** Executes a write, and breaks the connection after the last write on it. */
async function executeAndBreak({ execute, wires }: Exchange, together: number, how: "record" | "reset"): Promise<void> {
  const executed = await execute();
  if (executed % together !== 0) return;
  for (const wire of wires) {
    if (how === "record") wire.write(badRecord);
    else wire.resetAndDestroy();
  }
}

export const http2Faults = {
  "executes, then sends a bad TLS record": {
    handle: (exchange: Exchange, together: number) => executeAndBreak(exchange, together, "record"),
    isShared: true,
    outcome: "unknown",
    arrived: 1,
    executed: 1,
  },
  "executes, then resets the connection": {
    handle: (exchange: Exchange, together: number) => executeAndBreak(exchange, together, "reset"),
    isShared: true,
    outcome: "unknown",
    arrived: 1,
    executed: 1,
  },
  "executes, then resets the stream": {
    async handle({ execute, stream }: Exchange) {
      await execute();
      stream?.close(internalError);
    },
    isShared: false,
    outcome: "unknown",
    arrived: 1,
    executed: 1,
  },
  "refuses the first stream": {
    async handle({ number, execute, answer, stream }: Exchange) {
      if (number === 1) return stream?.close(refusedStream);
      await execute();
      answer();
    },
    isShared: false,
    outcome: "done",
    arrived: 2,
    executed: 1,
  },
  "refuses every stream": {
    handle: ({ stream }: Exchange) => stream?.close(refusedStream),
    isShared: false,
    outcome: "not-sent",
    arrived: 2,
    executed: 0,
  },
  // Node does not say which streams a GOAWAY covers: undici 7 gives all of them the same error.
  "goes away without the stream": {
    handle: ({ stream }: Exchange) => stream?.session?.goaway(0, (stream.id ?? 0) - 2),
    isShared: false,
    outcome: "unknown",
    arrived: 1,
    executed: 0,
  },
} as const satisfies Readonly<Record<string, Http2Fault>>;
