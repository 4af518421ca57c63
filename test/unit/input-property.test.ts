import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type CallOptions, type Fetch, isWipsyError, Wipsy, WipsyError } from "wipsy-client";
import { operations } from "../../generated/operations.ts";
import type { Operation } from "../../src/operation/table.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";

const seed = propertySeed();

// No wait between attempts.
beforeAll(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterAll(() => {
  vi.restoreAllMocks();
});

const id = "7d3f2a51-94c6-4b0e-8a17-2c5d9e6f0b13";
const session = { agent: { id: "a1" }, session: { token: "agent-token" } };

/** An answer that is valid for every operation. */
const answer = JSON.stringify({ success: true, data: [{ id }], chats: [], messages: [], chat_buttons: [] });

/** A client whose requests stay in this process: thousands of sockets would test the machine. */
function offline() {
  let requests = 0;
  const fetch: Fetch = async () => {
    requests++;
    return new Response(answer);
  };
  const wipsy = new Wipsy({ apiKey: "test-key", allowInferred: true, fetch });
  return { wipsy, requests: () => requests };
}

/** Every method, to be called with any arguments. */
type Method = (...args: unknown[]) => Promise<unknown>;

/** A method as a call: an iteration reads its first item. */
function asCall(name: string, method: (...args: unknown[]) => unknown): Method {
  if (name === "iterate")
    return async (...args) => (method(...args) as ReturnType<typeof wipsy.chats.iterate>).toArray({ limit: 1 });
  return method as Method;
}

function methodsOf(wipsy: Wipsy): [string, Method][] {
  const agent = wipsy.agent({ session });
  const namespaces = { ...wipsy, "agent.chats": agent.chats, "agent.messages": agent.messages };
  const methods = Object.entries(namespaces)
    .filter(([, namespace]) => typeof namespace === "object")
    .flatMap(([space, namespace]) =>
      Object.entries(namespace).map(([name, method]): [string, Method] => [`${space}.${name}`, asCall(name, method)]),
    );
  return [...methods, ["call", wipsy.call as Method], ["agent.call", agent.call as Method]];
}
const { wipsy, requests } = offline();
const methods = methodsOf(wipsy);

const names = [
  ...new Set(
    Object.values<Operation>(operations.rows).flatMap(({ query = {}, body = {} }) =>
      Object.keys({ ...query, ...body }),
    ),
  ),
];
const plausible = fc.constantFrom<unknown>(
  ...[id, "+573188779043", "ig_1", "fb_1", "828925823321473", "whatsapp", "facebook", "https://example.com/a.jpg"],
  ...["image", "Hola", "", " ", "\n", "active", 0, 1, 10, 500, 1000, -1, 1.5, Number.NaN, true, null, undefined],
  ...[session, {}, [], ["x"], () => id, new Date(0), 10n],
);
const junk = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withSparseArray: true });
const value = fc.oneof({ weight: 3, arbitrary: plausible }, { weight: 1, arbitrary: junk });
const fields = fc.oneof(
  fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }),
  fc.dictionary(fc.oneof(fc.constantFrom(...names, "__proto__", "constructor", "toJSON"), fc.string()), value),
);
const input = fc.record({ query: fc.oneof(fields, value), body: fc.oneof(fields, value) }, { requiredKeys: [] });
const argument = fc.oneof(fields, input, value);
const options = fc.oneof(
  fc.record(
    {
      timeout: fc.oneof(fc.double(), fc.integer(), value),
      signal: fc.oneof(fc.constantFrom(new AbortController().signal, AbortSignal.abort("x")), value),
      headers: fc.oneof(fc.dictionary(fc.oneof(fc.string(), fc.constant("x-a")), fc.oneof(fc.string(), value)), value),
      deadline: fc.oneof(fc.double(), fc.integer(), value),
      maxRetries: fc.oneof(fc.nat(), fc.double(), value),
      reconcile: value,
    },
    { requiredKeys: [] },
  ),
  fc.dictionary(fc.constantFrom("timeout", "timeOut", "deadline", "maxRetries", "signal", "headers", "retries"), value),
  value,
);

/** Whether a call resolves. A synchronous throw, or an untyped rejection, fails the test. */
async function end(make: () => Promise<unknown>): Promise<boolean> {
  const before = requests();
  const [settled] = await Promise.allSettled([make()]);
  if (settled.status === "fulfilled") return true;
  // Reading the stack computes it, which takes longer than the call.
  if (!(settled.reason instanceof WipsyError)) expect.fail(String(settled.reason?.stack));
  if (isWipsyError(settled.reason, "InputError")) {
    expect(settled.reason).toMatchObject({ outcome: "not-sent", attempts: 0, field: expect.any(String) });
    expect(requests()).toBe(before);
  }
  return false;
}

describe("any call resolves or rejects with a typed error", () => {
  test("any method, with any arguments", async () => {
    let resolved = 0;
    const args = fc.oneof(
      fc.tuple(argument, argument, options),
      fc.tuple(argument, options),
      fc.tuple(fc.constant(id), argument),
      fc.tuple(fc.constantFrom(...Object.keys(operations.rows)), argument, options),
      fc.array(argument, { maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...methods), args, async ([, method], given) => {
        if (await end(() => method(...given))) resolved++;
      }),
      { seed, numRuns: propertyRuns(12_000) },
    );
    // Some must succeed, or only the first check was tested.
    expect(resolved).toBeGreaterThan(40);
  });

  test("a message with any fields", async () => {
    let resolved = 0;
    const mostly = (arbitrary: fc.Arbitrary<unknown>) =>
      fc.oneof({ weight: 5, arbitrary }, { weight: 1, arbitrary: value });
    const message = fc.record(
      {
        to: mostly(fc.constantFrom("+573188779043", "ig_1", "fb_1")),
        message: mostly(fc.string({ minLength: 1 })),
        channel: mostly(fc.constantFrom("whatsapp", "instagram", "messenger", "facebook", undefined)),
        mediaUrl: mostly(fc.webUrl()),
        mediaType: mostly(fc.constantFrom("image", "video", "audio", "document")),
        from: mostly(fc.constant("+573000000000")),
        quotedMessageId: mostly(fc.constantFrom("wamid.EXAMPLE", null)),
        quotedMessageMetadata: mostly(fc.dictionary(fc.string(), value)),
      },
      { requiredKeys: ["to", "message"] },
    );
    await fc.assert(
      fc.asyncProperty(message, async (given) => {
        if (await end(() => wipsy.messages.send(given as never))) resolved++;
      }),
      { seed, numRuns: propertyRuns(8000) },
    );
    expect(resolved).toBeGreaterThan(20);
  });

  test("a call with any options", async () => {
    let resolved = 0;
    await fc.assert(
      fc.asyncProperty(options, async (given) => {
        if (await end(() => wipsy.contacts.list({}, given as CallOptions))) resolved++;
      }),
      { seed, numRuns: propertyRuns(5000) },
    );
    expect(resolved).toBeGreaterThan(20);
  });

  test("a client with any options is made or refused at once", () => {
    let made = 0;
    const clientOptions = fc.oneof(
      fc.record(
        {
          apiKey: value,
          baseUrl: fc.oneof(fc.webUrl(), value),
          fetch: value,
          allowInferred: fc.oneof(fc.boolean(), value),
          allowInsecure: fc.oneof(fc.boolean(), value),
          dangerouslyAllowBrowser: fc.oneof(fc.boolean(), value),
          timeout: fc.oneof(fc.integer(), value),
          deadline: fc.oneof(fc.integer(), value),
          maxRetries: fc.oneof(fc.integer(), value),
          hook: value,
          logger: fc.oneof(fc.record({ debug: value, info: value, warn: value }), value),
          headers: fc.oneof(fc.dictionary(fc.string(), fc.string()), value),
        },
        { requiredKeys: [] },
      ),
      fc.dictionary(fc.string(), value),
      value,
    );
    fc.assert(
      fc.property(clientOptions, (given) => {
        try {
          new Wipsy(given as never);
          made++;
        } catch (error) {
          expect(error, String(error)).toBeInstanceOf(WipsyError);
        }
      }),
      { seed, numRuns: propertyRuns(8000) },
    );
    expect(made).toBeGreaterThan(20);
  });
});

describe("the tested methods", () => {
  test("include every operation", () => {
    expect(methods.length).toBeGreaterThanOrEqual(Object.keys(operations.rows).length);
  });
});
