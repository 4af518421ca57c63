import { type AddressInfo, createServer } from "node:net";
import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { type Fetch, isWipsyError, Wipsy } from "wipsy-client";
import { retryAfterMs } from "../../src/call/retry.ts";
import { attemptFailureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

/** What an answer with these headers asks for. */
function asked(headers: HeadersInit, now: number) {
  const all = new Headers(headers);
  return retryAfterMs((name) => all.get(name) ?? undefined, now);
}

const hola = { to: "+573188779043", message: "Hola" };
const session = { agent: { id: "a1" }, session: { token: "agent-token" } };
const client = (body: unknown = { success: true }) => {
  const fetch = vi.fn<Fetch>(async () => Response.json(body));
  return { wipsy: new Wipsy({ apiKey: "test-key", fetch }), fetch };
};

test("isWipsyError rejects the platform's AbortError", () => {
  expect(isWipsyError(new DOMException("x", "AbortError"))).toBe(false);
});

test("the cause does not show an answer that is not HTTP", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(`garbage ${hola.to}\r\n\r\n`));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const error = await attemptFailureOf(
    new Wipsy({ apiKey: "k", baseUrl: `http://127.0.0.1:${port}` }).messages.send(hola),
  );
  server.close();
  expect(error).toMatchObject({ name: "ConnectionError", outcome: "unknown" });
  expect(inspect(error, { depth: 10 })).not.toContain(hola.to);
});

describe("an option named like a property of every object", () => {
  test.each(["constructor", "toString", "valueOf", "hasOwnProperty", "__defineGetter__"])("%s", async (name) => {
    const { wipsy, fetch } = client();
    const error = await attemptFailureOf(wipsy.messages.send(hola, { [name]: 1 } as never));
    expect(error).toMatchObject({ name: "InputError", field: name });
    expect(fetch).not.toHaveBeenCalled();
  });
  test("__proto__", async () => {
    const error = await attemptFailureOf(client().wipsy.messages.send(hola, JSON.parse('{"__proto__":1}')));
    expect(error).toMatchObject({ name: "InputError", field: "__proto__" });
  });
});

describe("a call with null", () => {
  test("wipsy.call", async () => {
    expect(await attemptFailureOf(client().wipsy.call("agentGetChats", null as never))).toMatchObject({
      name: "InputError",
    });
  });
  test("agent.call", async () => {
    const agent = client().wipsy.agent({ session });
    expect(await attemptFailureOf(agent.call("agentGetChats", null as never))).toMatchObject({ name: "InputError" });
  });
  test.each([null, 5, new Date(0), true])("agent.chats.list(%s) is refused like contacts.list", async (values) => {
    const { wipsy, fetch } = client({ chats: [] });
    expect(await attemptFailureOf(wipsy.agent({ session }).chats.list(values as never))).toMatchObject({
      field: "body",
    });
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("an id or a channel that is not a string", () => {
  test("id", async () => {
    expect(await attemptFailureOf(client().wipsy.call(Object.create(null), {} as never))).toMatchObject({
      field: "id",
    });
  });
  test.each([Object.create(null), "constructor", "toString", "__proto__"])("channel %#", async (channel) => {
    const error = await attemptFailureOf(client().wipsy.messages.send({ ...hola, channel } as never));
    expect(error).toMatchObject({ name: "InputError", field: "channel" });
    expect(error.message).toMatch(/channel must be one of/);
  });
});

describe("an answer to a send that is not an object", () => {
  test.each([null, 5, "ok", []])("%j", async (body) => {
    expect(await attemptFailureOf(client(body).wipsy.messages.send(hola))).toMatchObject({ name: "DecodeError" });
  });
  test.each([[], "x", 5])("a contact that is %j", async (data) => {
    const { wipsy } = client({ success: true, data });
    expect(await attemptFailureOf(wipsy.contacts.create({ name: "J" }))).toMatchObject({ name: "DecodeError" });
  });
});

describe("a header that fetch refuses", () => {
  test.each(["expect", "transfer-encoding", "upgrade", "keep-alive", "connection"])("%s", async (name) => {
    await using server = await serve(() => ({ body: { success: true } }));
    const wipsy = new Wipsy({ apiKey: "k", baseUrl: server.url });
    const error = await attemptFailureOf(wipsy.messages.send(hola, { headers: { [name]: "x" } }));
    expect(error).toMatchObject({ name: "InputError", field: `headers.${name}`, outcome: "not-sent", attempts: 0 });
  });
});

test("an abort before the request is sent counts 0 attempts", async () => {
  for (let ticks = 0; ticks < 12; ticks++) {
    // Never answers: otherwise the call would end before the last ticks.
    const fetch = vi.fn<Fetch>(() => new Promise(() => {}));
    const wipsy = new Wipsy({ apiKey: "test-key", fetch });
    const controller = new AbortController();
    const call = attemptFailureOf(wipsy.messages.send(hola, { signal: controller.signal }));
    for (let tick = 0; tick < ticks; tick++) await null;
    controller.abort();
    const sent = fetch.mock.calls.length;
    const error = await call;
    expect({ ticks, attempts: error.attempts }).toEqual({ ticks, attempts: sent });
    if (sent === 0) expect(error.outcome).toBe("not-sent");
  }
});

test("refuses a signal without removeEventListener", async () => {
  const unhandled: unknown[] = [];
  const keep = (reason: unknown) => void unhandled.push(reason);
  process.on("unhandledRejection", keep);
  const signal = { aborted: false, addEventListener() {} };
  await client()
    .wipsy.messages.send(hola, { signal } as never)
    .catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("unhandledRejection", keep);
  expect(unhandled).toEqual([]);
});

describe("an invalid Retry-After", () => {
  test.each(["Soon 5", "Banana 12", "Later 2030", "Tomorrow 10", "Next Jan 5 2099"])("%s", (value) => {
    expect(asked({ "retry-after": value }, 0)).toBeUndefined();
  });
  test("reads asctime as GMT in any zone", () => {
    vi.stubEnv("TZ", "America/Bogota");
    const now = Date.UTC(1994, 10, 6, 8, 49, 30);
    expect(asked({ "retry-after": "Sun Nov  6 08:49:37 1994" }, now)).toBe(7000);
    vi.unstubAllEnvs();
  });
});

test("a throwing getter rejects the call instead of throwing", async () => {
  const values = {
    get limit(): number {
      throw new Error("no");
    },
  };
  const call = client().wipsy.contacts.list(values);
  await expect(call).rejects.toThrow("no");
});

describe("refuses input that the description does not allow", () => {
  test("a body that is null", async () => {
    const { wipsy, fetch } = client({ data: {} });
    const call = () => wipsy.chatButtons.update("b1", null as never);
    expect(await attemptFailureOf(call())).toMatchObject({ name: "InputError", field: "body" });
    expect(fetch).not.toHaveBeenCalled();
  });
  test("does not blame the body for an invalid query", async () => {
    const call = client().wipsy.chatButtons.update("\ud800", {});
    expect(await attemptFailureOf(call)).toMatchObject({ field: expect.stringMatching(/^query/) });
  });
});

test("rejects an unknown option of an agent's handle", () => {
  expect(() => client().wipsy.agent({ session, tokn: "other" } as never)).toThrow(/tokn/);
});
