import { getEventListeners } from "node:events";
import { Agent } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { Wipsy, type WipsyOptions } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { serveWire, type Wire } from "../support/wire.ts";

// A call that ends before its request is written, or while it is: Node's transport leaves nothing behind.

/** A place where a request stays. */
interface Step {
  readonly outcome: "not-sent" | "unknown";
  /** Where the client sends, and whether the request has come to this place. */
  readonly at: (server: Wire) => { readonly agent: Agent; readonly isThere: () => boolean; readonly baseUrl?: string };
  /** Characters of the message. */
  readonly size?: number;
  /** Calls that are made before. */
  readonly earlier?: number;
}

const kept = { keepAlive: true };

const steps: Readonly<Record<string, Step>> = {
  "in the name lookup": {
    outcome: "not-sent",
    at() {
      const lookup = vi.fn();
      const isThere = () => lookup.mock.calls.length > 0;
      return { agent: new Agent({ ...kept, lookup }), isThere, baseUrl: "http://api.example.test" };
    },
  },
  "while it connects": {
    outcome: "not-sent",
    at() {
      const agent = new Agent(kept);
      const connect = vi.fn(() => Object.defineProperty(new Socket(), "connecting", { value: true }));
      agent.createConnection = connect;
      return { agent, isThere: () => connect.mock.calls.length > 0 };
    },
  },
  "in the queue for a connection": {
    outcome: "not-sent",
    earlier: 1,
    at() {
      const agent = new Agent({ ...kept, maxSockets: 1 });
      return { agent, isThere: () => Object.keys(agent.requests).length > 0 };
    },
  },
  "within its body": {
    outcome: "unknown",
    // More than the buffers of a connection hold. The server reads nothing.
    size: 20_000_000,
    at: (server) => ({ agent: new Agent(kept), isThere: () => server.sockets.length > 0 }),
  },
};

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

/** Makes the call of a step, and ends it by its timeout or by `end`; then ends the earlier calls. */
async function ended(step: Step, options: WipsyOptions, end: (controller: AbortController) => void) {
  await using server = await serveWire({});
  const { agent, isThere, baseUrl = server.url } = step.at(server);
  const before = timers();
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl, allowInsecure: true, agent, maxRetries: 0 });
  const [own, others] = [new AbortController(), new AbortController()];
  const send = (size: number, given: object) =>
    failureOf(wipsy.messages.send({ to: "+573001112233", message: "x".repeat(size) }, given));
  const earlier = Array.from({ length: step.earlier ?? 0 }, () => send(1, { signal: others.signal }));
  const failure = send(step.size ?? 1, { ...options, signal: own.signal });
  await vi.waitUntil(isThere, { timeout: 60_000, interval: 1 });
  end(own);
  const error = await failure;
  others.abort();
  await Promise.all(earlier);
  // Node takes an ended request out of the queue when a connection comes free.
  await vi.waitUntil(() => Object.keys({ ...agent.sockets, ...agent.requests, ...agent.freeSockets }).length === 0, {
    timeout: 60_000,
    interval: 1,
  });
  expect(getEventListeners(own.signal, "abort")).toEqual([]);
  expect(timers()).toBeLessThanOrEqual(before);
  return error;
}

describe.each(Object.entries(steps))("%s", (_, step) => {
  test("aborted", async () => {
    const error = await ended(step, {}, (controller) => setTimeout(() => controller.abort(), 10));
    expect(error).toMatchObject({ name: "AbortError", outcome: step.outcome });
  });

  test("timed out", async () => {
    const error = await ended(step, { timeout: step.size ? 3000 : 1000 }, () => {});
    expect(error.outcome === "unknown" ? error.cause : error).toMatchObject({ name: "TimeoutError" });
    expect(error.outcome).toBe(step.outcome);
  });
});
