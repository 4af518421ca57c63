import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { memoryStore } from "wipsy-client/stores/memory";
import { type Reply, serve } from "../support/server.ts";

// With a store in memory: supabase-edge-function.long.test.ts has PostgreSQL.
const store = memoryStore();
vi.mock("npm:wipsy-client/stores/postgres", () => ({ postgresStore: () => store }));

type Handler = (request: Request) => Promise<Response>;

const env = new Map([
  ["WIPSY_API_KEY", "wipsy-key"],
  ["WEBHOOK_SECRET", "webhook-secret"],
]);
const serveFunction = vi.fn<(handler: Handler) => void>();
vi.stubGlobal("Deno", { env, serve: serveFunction });
await import("../../examples/supabase-edge-function.ts");

const log = vi.spyOn(console, "error");
beforeEach(() => {
  Object.assign(store, memoryStore());
  log.mockImplementation(() => {});
});
afterEach(() => {
  expect(log.mock.calls.join()).not.toMatch(/318|guide|wipsy-key/);
  log.mockReset();
});

const before = { id: 7, phone: "+573188779043", status: "paid", tracking_url: "https://example.com/guide/7" };
const after = { ...before, status: "shipped" };
const change = { type: "UPDATE", record: after, old_record: before };

async function post(url: string, body: unknown, secret = "webhook-secret") {
  env.set("WIPSY_BASE_URL", url);
  const [handler] = serveFunction.mock.lastCall ?? [];
  const headers = { "x-webhook-secret": secret };
  const request = new Request("https://functions.example.com/", {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  const answer = await handler?.(request);
  return [answer?.status, await answer?.text()];
}

test("reports a shipped order, at the mock", async () => {
  expect(await post(inject("prismUrl"), change)).toEqual([200, expect.stringMatching(/^accepted as wamid/)]);
});

test("sends the customer the link", async () => {
  await using api = await serve(() => ({ body: { messageId: "message-1" } }));
  expect(await post(api.url, change)).toEqual([200, "accepted as message-1"]);
  expect(api.seen.map(({ body, headers }) => [JSON.parse(body), headers["x-api-key"]])).toEqual([
    [
      {
        to: "+573188779043",
        channel: "whatsapp",
        message: "¡Tu pedido va en camino! Síguelo aquí: https://example.com/guide/7",
      },
      "wipsy-key",
    ],
  ]);
});

test("sends one message per order, however often it is shipped", async () => {
  await using api = await serve(() => ({ body: { messageId: "message-1" } }));
  const answers = [await post(api.url, change), await post(api.url, change)];
  expect(answers).toEqual(Array(2).fill([200, "accepted as message-1"]));
  expect(api.seen).toHaveLength(1);
  await post(api.url, { ...change, record: { ...after, id: 8 } });
  expect(api.seen).toHaveLength(2);
});

test.each([
  ["an order that was shipped before", { ...change, old_record: after }, 200],
  ["a new order", { type: "INSERT", record: after, old_record: null }, 200],
  ["a deleted order", { type: "DELETE", record: null, old_record: after }, 200],
  ["a phone without country code", { ...change, record: { ...after, phone: "3188779043" } }, 422],
  ["no phone", { ...change, record: { ...after, phone: null } }, 422],
])("sends nothing for %s", async (_name, body, status) => {
  await using api = await serve(() => ({}));
  expect(await post(api.url, body)).toEqual([status, expect.any(String)]);
  expect(api.seen).toEqual([]);
});

test("sends nothing without the secret, or if no secret is set", async () => {
  await using api = await serve(() => ({}));
  expect(await post(api.url, change, "another-secret")).toEqual([401, "wrong secret"]);
  env.set("WEBHOOK_SECRET", "");
  expect(await post(api.url, change, "")).toEqual([401, "wrong secret"]);
  env.set("WEBHOOK_SECRET", "webhook-secret");
  expect(api.seen).toEqual([]);
});

test.each<[Reply, string]>([
  [{ status: 500, body: { error: "boom" } }, "unknown"],
  [{ status: 401, body: { error: "Invalid API key" } }, "rejected"],
  [{ status: 429, body: { error: "quota" } }, "rejected"],
])("logs a failure with the order and its outcome", async (failure, outcome) => {
  await using api = await serve(() => failure);
  expect(await post(api.url, change)).toEqual([502, outcome]);
  expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(`Order 7, ${outcome}: sendMessage`));
  expect(api.seen).toHaveLength(1);
});
