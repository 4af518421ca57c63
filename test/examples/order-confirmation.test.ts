import { createHmac } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { Wipsy } from "wipsy-client";
import { memoryStore } from "wipsy-client/stores/memory";
import { orderServer } from "../../examples/order-confirmation.ts";
import { type Reply, serve } from "../support/server.ts";

const secret = "webhook-secret";
const order = { id: 1001, name: "#1001", total_price: "89900.00", currency: "COP", phone: "+57 318 877 9043" };
const accepted: Reply = { body: { success: true, messageId: "message-1" } };

const log = vi.spyOn(console, "error");
beforeEach(() => {
  log.mockImplementation(() => {});
});
afterEach(() => {
  expect(log.mock.calls.join()).not.toMatch(/318|877|wipsy-key/);
  log.mockReset();
});

function sign(body: string): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

/** The example's server, in front of the API at `url`. */
async function shop(url: string, { idempotency = memoryStore(), patience = 60_000 } = {}) {
  const server = orderServer(new Wipsy({ apiKey: "wipsy-key", baseUrl: url, idempotency }), secret, patience);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    async deliver(body: unknown, signature?: string, path = "/orders") {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const headers = { "x-shopify-hmac-sha256": signature ?? sign(text) };
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, body: text });
      const retryAfter = answer.headers.get("retry-after");
      return [answer.status, await answer.text(), ...(retryAfter ? [Number(retryAfter)] : [])];
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("confirms an order, at the mock", async () => {
  await using webhook = await shop(inject("prismUrl"));
  expect(await webhook.deliver(order)).toEqual([200, "confirmed"]);
});

test("sends the customer name, number and price", async () => {
  await using api = await serve(() => accepted);
  await using webhook = await shop(api.url);
  await webhook.deliver({ ...order, phone: null, customer: { first_name: "Ana", phone: "+573188779043" } });
  expect(api.seen.map((seen) => JSON.parse(seen.body))).toEqual([
    {
      to: "+573188779043",
      channel: "whatsapp",
      message: "¡Hola, Ana! Recibimos tu pedido #1001 por 89900.00 COP. Te avisamos cuando salga.",
    },
  ]);
});

test.each([
  ["another body's", order, sign("{}"), 401],
  ["no", order, "", 401],
  ["a longer", order, `${sign(JSON.stringify(order))}AAAA`, 401],
  ["a good one on a body that is not JSON", "not JSON", sign("not JSON"), 400],
  ["a good one on a body that is not an order", "null", sign("null"), 400],
])("sends nothing with %s signature", async (_name, body, signature, status) => {
  await using api = await serve(() => accepted);
  await using webhook = await shop(api.url);
  expect(await webhook.deliver(body, signature)).toEqual([status, expect.any(String)]);
  expect(api.seen).toEqual([]);
});

test.each([
  ["a national phone", { phone: "318 877 9043", billing_address: { country_code: "CO" } }],
  ["a national phone and a shipping address", { phone: "(318) 8779043", shipping_address: { country_code: "CO" } }],
  ["an international phone and another country", { phone: "+573188779043", billing_address: { country_code: "ES" } }],
])("completes %s", async (_name, changes) => {
  await using api = await serve(() => accepted);
  await using webhook = await shop(api.url);
  expect(await webhook.deliver({ ...order, ...changes })).toEqual([200, "confirmed"]);
  expect(JSON.parse(api.seen[0]?.body ?? "")).toMatchObject({ to: "+573188779043" });
});

const noPhone = [200, "no phone, nothing to send"];
const toPerson = [200, "left to a person"];
const later = [503, "in progress, deliver again"];

test.each([
  ["no phone", { phone: null }, noPhone],
  ["an empty phone", { phone: "" }, noPhone],
  ["a national phone without a country", { phone: "318 877 9043" }, toPerson],
  ["a national phone in a wrong country", { phone: "318 877 9043", billing_address: { country_code: "ES" } }, toPerson],
  [
    "a phone in a country that does not exist",
    { phone: "3188779043", billing_address: { country_code: "?" } },
    toPerson,
  ],
  ["an invalid phone", { phone: "+318" }, toPerson],
])("does not confirm an order with %s", async (_name, changes, answer) => {
  await using api = await serve(() => accepted);
  await using webhook = await shop(api.url);
  expect(await webhook.deliver({ ...order, ...changes })).toEqual(answer);
  expect(api.seen).toEqual([]);
  expect(log.mock.calls).toHaveLength(answer === toPerson ? 1 : 0);
});

/** An answer that comes when it is told to. */
function heldBack() {
  let answerNow = () => {};
  const answered = new Promise<Reply>((resolve) => {
    answerNow = () => resolve(accepted);
  });
  return { answered, answerNow };
}

test("confirms an order once: a delivery meanwhile waits, a later one finds the answer, even after a restart", async () => {
  const { answered, answerNow } = heldBack();
  await using api = await serve(() => answered);
  const idempotency = memoryStore();
  await using webhook = await shop(api.url, { idempotency });
  const first = webhook.deliver(order);
  await expect.poll(() => api.seen).toHaveLength(1);
  const [status, text, retryAfter] = await webhook.deliver(order);
  expect([status, text]).toEqual(later);
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
  answerNow();
  expect([await first, await webhook.deliver(order)]).toEqual(Array(2).fill([200, "confirmed"]));
  await using restarted = await shop(api.url, { idempotency });
  expect(await restarted.deliver(order)).toEqual([200, "confirmed"]);
  expect(api.seen).toHaveLength(1);
  await webhook.deliver({ ...order, id: 1002, name: "#1002" });
  expect(api.seen).toHaveLength(2);
});

test("answers before the shop gives up, and sends all the same", async () => {
  const { answered, answerNow } = heldBack();
  await using api = await serve(() => answered);
  await using webhook = await shop(api.url, { patience: 50 });
  expect(await webhook.deliver(order)).toEqual([...later, 60]);
  answerNow();
  await expect.poll(() => webhook.deliver(order)).toEqual([200, "confirmed"]);
  expect(api.seen).toHaveLength(1);
});

test("leaves an unknown outcome to a person and does not send again", async () => {
  await using api = await serve(() => ({ status: 500, body: { error: "El proveedor rechazó el mensaje" } }));
  await using webhook = await shop(api.url);
  expect([await webhook.deliver(order), await webhook.deliver(order)]).toEqual([toPerson, toPerson]);
  expect(log.mock.calls).toEqual(Array(2).fill([expect.stringContaining("Order 1001 needs a person")]));
  expect(api.seen).toHaveLength(1);
});

test("leaves an order that has changed since to a person", async () => {
  await using api = await serve(() => accepted);
  await using webhook = await shop(api.url);
  await webhook.deliver(order);
  expect(await webhook.deliver({ ...order, total_price: "99900.00" })).toEqual(toPerson);
  expect(api.seen).toHaveLength(1);
});

test("sends nothing while the store fails, and asks for another delivery", async () => {
  await using api = await serve(() => accepted);
  const idempotency = { ...memoryStore(), get: () => Promise.reject(new Error("disk full")) };
  await using webhook = await shop(api.url, { idempotency });
  expect(await webhook.deliver(order)).toEqual([503, "not sent, deliver again"]);
  expect(api.seen).toEqual([]);
});

test.each<[string, Reply]>([
  ["a quota is used up", { status: 429, body: { error: "quota" } }],
  ["the key is refused", { status: 401, body: { error: "Invalid API key" } }],
])("asks for another delivery if the message was not sent: %s", async (_name, failure) => {
  await using api = await serve((_seen, count) => (count === 1 ? failure : accepted));
  await using webhook = await shop(api.url);
  expect(await webhook.deliver(order)).toEqual([503, "not sent, deliver again"]);
  expect(await webhook.deliver(order)).toEqual([200, "confirmed"]);
  expect(api.seen).toHaveLength(2);
});

test("refuses other paths and endless bodies", async () => {
  await using webhook = await shop("http://127.0.0.1:9");
  expect(await webhook.deliver(order, undefined, "/")).toEqual([404, expect.any(String)]);
  expect(await webhook.deliver("x".repeat(1_000_001))).toEqual([413, "too large"]);
});
