import { expect, test, vi } from "vitest";
import { type Effect, Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { calls, faultyClient, steer } from "./driver.ts";
import { serverWithShortWaits } from "./short-waits.ts";

const server = await serverWithShortWaits();

const effects: readonly Effect[] = ["read", "idempotent", "write"];
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each(effects)("makes no request when a wait ends after the deadline: %s", async (effect) => {
  const call = `late-${effect}`;
  const deadline = 60_000;
  const now = performance.now.bind(performance);
  // The log is written between the decision to wait and the wait. From then on, the clock is past the deadline.
  const logger = { info: () => void clock.mockImplementation(() => now() + deadline) };
  const clock = vi.spyOn(performance, "now");
  const faults = [{ name: "status", status: 503, code: "BOOT_ERROR" } as const];
  const error = await failureOf(calls[effect](faultyClient(server, call, faults, { deadline, logger })).withResponse());
  clock.mockRestore();
  expect(error).toMatchObject({ outcome: "rejected", attempts: 1 });
  expect(error.message).not.toMatch(/-\d+ ms/);
  expect(error.message).not.toContain("Nothing was sent");
  expect(server.countOf(call)).toEqual({ received: 1, executed: 0 });
});

test.each(effects)("does not send an abandoned request later: %s", async (effect) => {
  const call = `given-up-${effect}`;
  const wipsy = new Wipsy({
    apiKey: "test-key",
    baseUrl: server.url,
    maxRetries: 0,
    timeout: 30,
    // A hook that fetches something first, and a fetch that ignores signals.
    hook: async (request, next) => {
      await later(80);
      const { url, init } = steer(server, call, { name: "good" }, request);
      const { signal: _, ...rest } = init;
      return next({ url, init: rest });
    },
  });
  const error = await failureOf(calls[effect](wipsy).withResponse());
  await later(150);
  const { executed } = server.countOf(call);
  expect({ outcome: error.outcome, attempts: error.attempts, executed }).toEqual({
    outcome: "not-sent",
    attempts: 0,
    executed: 0,
  });
});

const send = { to: "+573001112233", message: "Pedido confirmado" } as const;

test.each([0, 2])("a message that reconcile calls not sent is not unknown: maxRetries %d", async (maxRetries) => {
  // Lost, then a wait that exceeds the deadline: no further attempt in either case.
  const wait = { header: "retry-after", value: "900", ms: 900_000 } as const;
  const wipsy = faultyClient(server, `verdict-${maxRetries}`, [{ name: "status", status: 500, wait }], {
    maxRetries,
  });
  const error = await failureOf(wipsy.messages.send(send, { reconcile: async () => "not-sent" }));
  expect(error).toMatchObject({ outcome: "not-sent", attempts: 1 });
});

test("a message that reconcile calls not sent is not unknown after an abort, either", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.9);
  const controller = new AbortController();
  const wipsy = faultyClient(server, "verdict-abort", [{ name: "reads and closes" }]);
  const reconcile = async () => {
    setTimeout(() => controller.abort("se acabó"), 20);
    return "not-sent" as const;
  };
  const error = await failureOf(wipsy.messages.send(send, { reconcile, signal: controller.signal }));
  expect(error).toMatchObject({ outcome: "not-sent", attempts: 1 });
});

test("handles an error that is its own cause", async () => {
  const circular = new TypeError("x");
  circular.cause = circular;
  const wipsy = new Wipsy({ apiKey: "test-key", maxRetries: 0, fetch: () => Promise.reject(circular) });
  expect(await failureOf(wipsy.messages.send(send))).toMatchObject({ outcome: "unknown", attempts: 1 });
});

test("handles an error whose getters throw", async () => {
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw new Error("no");
      },
    },
  );
  const wipsy = new Wipsy({ apiKey: "test-key", maxRetries: 0, fetch: () => Promise.reject(hostile) });
  expect(await failureOf(wipsy.messages.send(send))).toMatchObject({ outcome: "unknown", attempts: 1 });
});
