import { createHmac } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { Wipsy } from "wipsy-client";
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
async function shop(url: string) {
  const server = orderServer(new Wipsy({ apiKey: "wipsy-key", baseUrl: url }), secret);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    async deliver(body: unknown, signature?: string, path = "/orders") {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const headers = { "x-shopify-hmac-sha256": signature ?? sign(text) };
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, body: text });
      return [answer.status, await answer.text()];
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
  ["no phone", null, 200],
  ["an empty phone", "", 200],
  ["a phone without country code", "318 877 9043", 422],
  ["an invalid phone", "+318", 422],
])("does not confirm an order with %s", async (_name, phone, status) => {
  await using api = await serve(() => accepted);
  await using webhook = await shop(api.url);
  expect(await webhook.deliver({ ...order, phone })).toEqual([status, expect.any(String)]);
  expect(api.seen).toEqual([]);
});

test("confirms a redelivered order once, even concurrently", async () => {
  await using api = await serve(() => ({ ...accepted, delay: 50 }));
  await using webhook = await shop(api.url);
  const together = await Promise.all([webhook.deliver(order), webhook.deliver(order)]);
  expect([...together, await webhook.deliver(order)]).toEqual(Array(3).fill([200, "confirmed"]));
  expect(api.seen).toHaveLength(1);
  await webhook.deliver({ ...order, id: 1002 });
  expect(api.seen).toHaveLength(2);
});

test("leaves an unknown outcome to a person and does not retry it", async () => {
  await using api = await serve(() => ({ status: 500, body: { error: "El proveedor rechazó el mensaje" } }));
  await using webhook = await shop(api.url);
  expect(await webhook.deliver(order)).toEqual([200, "not known whether it was sent"]);
  expect(log).toHaveBeenCalledWith(expect.stringContaining("Order 1001"));
  expect(await webhook.deliver(order)).toEqual([200, "not known whether it was sent"]);
  expect(api.seen).toHaveLength(1);
});

test.each<[string, Reply]>([
  ["a quota is used up", { status: 429, body: { error: "quota" } }],
  ["the key is refused", { status: 401, body: { error: "Invalid API key" } }],
])("asks for redelivery if the message was not sent: %s", async (_name, failure) => {
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
