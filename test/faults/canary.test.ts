import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Logger, UnknownOutcomeError, type Wipsy, WipsyError } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { pairwise } from "../support/pairwise.ts";
import { emptied, failing, heavy, limited, longWaits, notReady, plain, redirecting, refusing } from "./catalog.ts";
import { fixedRandom } from "./check.ts";
import { faultyClient, isServed } from "./driver.ts";
import { type Fault, titleOf } from "./faults.ts";
import { meaningOf } from "./model.ts";
import { type FaultServer, serveFaults } from "./server.ts";

/** Values that nothing may show. Invented and unique. */
interface Canary {
  readonly key: string;
  readonly token: string;
  readonly phone: `+${string}`;
  readonly text: string;
  readonly name: string;
}

const canaries: Readonly<Record<string, Canary>> = {
  plain: {
    key: "canary-key-7f3a9c",
    token: "canary-token-b41e77",
    phone: "+573009998877",
    text: "canario: pedido confirmado para Marta",
    name: "Marta Canario",
  },
  // Written like the platform's codes, which are shown.
  capital: {
    key: "CANARYKEY_7F3A9C",
    token: "CANARYTOKEN_B41E77",
    phone: "+573009998866",
    text: "CANARIO",
    name: "MARTACANARIO",
  },
};

let server: FaultServer;
/** All logs and events of a call. */
let told: unknown[] = [];
const listen = (message: unknown, name: string | symbol) => {
  told.push({ name, message });
};
const channels = ["wipsy:request:start", "wipsy:request:end", "wipsy:request:error", "wipsy:retry"];
const log = (message: string, facts: object) => {
  told.push({ message, facts });
};
const logger: Required<Logger> = { debug: log, info: log, warn: log };

beforeAll(async () => {
  vi.spyOn(Math, "random").mockReturnValue(fixedRandom);
  server = await serveFaults();
  for (const channel of channels) subscribe(channel, listen);
});
afterAll(async () => {
  vi.restoreAllMocks();
  for (const channel of channels) unsubscribe(channel, listen);
  await server[Symbol.asyncDispose]();
});

/** Every way to print or store a value. */
function printsOf(value: unknown): Record<string, string> {
  const deep = { depth: Number.POSITIVE_INFINITY, maxStringLength: null, maxArrayLength: null };
  return {
    string: String(value),
    json: JSON.stringify(value),
    jsonInside: JSON.stringify({ list: [value] }),
    inspected: inspect(value),
    inspectedDeep: inspect(value, deep),
    inspectedInside: inspect([{ value }], deep),
    ...(typeof value === "object" && value !== null && { values: Object.values(value).map(String).join(" ") }),
  };
}

/** The printed forms of an error and its causes. */
function printsOfError(error: unknown, depth = 0): Record<string, string> {
  if (!(error instanceof Error) || depth > 6) return {};
  const own = { message: error.message, stack: error.stack ?? "", ...printsOf(error) };
  const named = Object.fromEntries(Object.entries(own).map(([name, text]) => [`${name} of cause ${depth}`, text]));
  return { ...named, ...printsOfError(error.cause, depth + 1) };
}

/** Where a canary shows, as "what in where"; empty if nowhere. */
function leaksIn(prints: Record<string, string>, canary: Canary): string[] {
  return Object.entries(prints).flatMap(([where, text]) =>
    Object.entries(canary)
      .filter(([, value]) =>
        [value, value.replace("+", ""), encodeURIComponent(value)].some((one) => text.includes(one)),
      )
      .map(([what]) => `${what} in ${where}`),
  );
}

const calls: Readonly<Record<string, (wipsy: Wipsy, canary: Canary) => Promise<unknown>>> = {
  send: (wipsy, { phone, text }) => wipsy.messages.send({ to: phone, message: text }),
  create: (wipsy, { phone, name }) => wipsy.contacts.create({ name, phone }),
  button: (wipsy, { text, name }) => wipsy.chatButtons.update(text, { name }),
  list: (wipsy) => wipsy.chats.list(),
  agent: (wipsy, { token, name }) =>
    wipsy
      .agent({
        session: { agent: { id: "a1", name, role: "agent" }, session: { token, expires_at: "2031-01-01T00:00:00Z" } },
      })
      .chats.list(),
};

const [wait] = longWaits;
if (!wait) throw new Error("there is no long wait");
const all = [
  ...plain,
  ...heavy.map((name): Fault => ({ name })),
  ...notReady(wait),
  ...[...failing, ...limited, ...refusing, ...redirecting, ...emptied].filter((fault) => fault.wait === undefined),
];
const faults = all.filter((fault) => meaningOf(fault) !== "good");

// Every fault meets every call, and every canary meets every fault and every call.
const cases = pairwise(faults, Object.entries(calls), Object.entries(canaries)).map(
  ([fault, [name, call], [kind, canary]]) => ({
    title: `${titleOf(fault)}: ${name}, ${kind}`,
    fault,
    name,
    call,
    canary,
  }),
);

describe("errors and logs do not show what was sent", () => {
  test.each(cases)("$title", async ({ fault, name, call, canary }) => {
    told = [];
    const id = `canary-${name}`;
    const wipsy = faultyClient(server, id, [fault, fault], {
      apiKey: canary.key,
      headers: { "x-echo": "yes" },
      maxRetries: 1,
      timeout: meaningOf(fault) === "timed out" ? 600 : 15_000,
      logger,
    });
    const received = server.countOf(id).received;
    const error = await failureOf(call(wipsy, canary));
    expect(leaksIn(printsOfError(error), canary)).toEqual([]);
    expect(leaksIn({ told: JSON.stringify(told), inspected: inspect(told, { depth: 10 }) }, canary)).toEqual([]);
    // Both the channels and the log got events, so that there was something to search.
    expect(told.length).toBeGreaterThanOrEqual(4);
    expect(server.countOf(id).received - received > 0).toBe(isServed(fault));
  });
});

test("checks the cause of an UnknownOutcomeError, too", async () => {
  const canary = canaries.plain as Canary;
  const wipsy = faultyClient(server, "wrapped", [{ name: "garbage" }], { headers: { "x-echo": "yes" } });
  const error = await failureOf(calls.send?.(wipsy, canary) ?? Promise.resolve());
  expect(error).toBeInstanceOf(UnknownOutcomeError);
  expect(error.cause).toBeInstanceOf(WipsyError);
  const prints = printsOfError(error);
  expect(Object.keys(prints)).toEqual(
    expect.arrayContaining(["message of cause 0", "stack of cause 1", "json of cause 1"]),
  );
  expect(leaksIn(prints, canary)).toEqual([]);
  // The search works: the error does hold the input, in a property that is not printed.
  expect(leaksIn({ hidden: JSON.stringify((error as UnknownOutcomeError).input) }, canary)).toEqual([
    "phone in hidden",
    "text in hidden",
  ]);
});

test("the server echoes everything", async () => {
  const canary = canaries.plain as Canary;
  const wipsy = faultyClient(server, "echo", [{ name: "status", status: 400 }], {
    apiKey: canary.key,
    headers: { "x-echo": "yes" },
  });
  const error = await failureOf(wipsy.messages.send({ to: canary.phone, message: canary.text }));
  const { body, headers } = error as WipsyError & { body: unknown; headers: Headers };
  const found = leaksIn({ body: JSON.stringify(body), headers: JSON.stringify([...headers]) }, canary);
  expect(found).toEqual([
    "key in body",
    "phone in body",
    "text in body",
    "key in headers",
    "phone in headers",
    "text in headers",
  ]);
});
