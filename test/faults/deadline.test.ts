import { expect, test } from "vitest";
import { type Effect, TimeoutError, UnknownOutcomeError } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { calls, faultyClient } from "./driver.ts";
import { faultyFetch } from "./network.ts";
import { serverWithShortWaits } from "./short-waits.ts";

const server = await serverWithShortWaits();

const effects: readonly Effect[] = ["read", "idempotent", "write"];
const never = () => new Promise<never>(() => {});
test.each(effects)("waits for a hanging key function until the deadline: %s", async (effect) => {
  const call = `no-key-${effect}`;
  const wipsy = faultyClient(server, call, [], { apiKey: never, deadline: 50 });
  const error = await failureOf(calls[effect](wipsy).withResponse());
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({ outcome: "not-sent", attempts: 0 });
  expect(server.countOf(call).received).toBe(0);
});

test("waits for reconcile until the deadline", async () => {
  const wipsy = faultyClient(server, "no-verdict", [{ name: "reads and closes", acts: true }], { deadline: 1500 });
  const before = performance.now();
  const error = await failureOf(wipsy.messages.send({ to: "+573001112233", message: "Hola" }, { reconcile: never }));
  expect(performance.now() - before).toBeGreaterThan(1490);
  expect(error).toBeInstanceOf(UnknownOutcomeError);
  expect(error).toMatchObject({ outcome: "unknown", attempts: 1 });
});

test.each(effects)("does not wait for a fetch that ignores the signal: %s", async (effect) => {
  const call = `deaf-${effect}`;
  const wipsy = faultyClient(server, call, [{ name: "nothing" }], {
    timeout: 50,
    maxRetries: 0,
    fetch: (input, init = {}) => {
      const { signal: _, ...rest } = init;
      return faultyFetch(input, rest);
    },
  });
  // The answer never comes: a call that waited for it would not end.
  const error = await failureOf(calls[effect](wipsy).withResponse());
  expect(error).toMatchObject({ outcome: "unknown", attempts: 1 });
});

test("stops retrying during an outage when the retry budget is spent", async () => {
  const faults = Array.from({ length: 2000 }, () => ({ name: "status", status: 500 }) as const);
  let requests = 0;
  const wipsy = faultyClient(server, "outage", faults, { maxRetries: 2 }, () => {
    requests += 1;
    return () => {};
  });
  for (let call = 0; call < 200; call += 1) await failureOf(wipsy.chats.list());
  // A hundred retries, as README says, for two hundred calls that could have had four hundred.
  expect(requests).toBe(300);
});
