import { afterEach, expect, test, vi } from "vitest";
import { type Fetch, Wipsy } from "wipsy-client";
import { serve } from "../support/server.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("serializes the body once for all attempts", async () => {
  await using server = await serve((_seen, count) =>
    count < 3 ? { status: 429, headers: { "retry-after": "0" }, body: {} } : { body: { data: { id: "c1" } } },
  );
  const toJSON = vi.fn(() => "Medellín");
  const clone = vi.spyOn(Request.prototype, "clone");
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
  const { attempts } = await wipsy.contacts.create({ name: "Ana", custom_fields: { city: { toJSON } } }).withResponse();
  expect(attempts).toBe(3);
  expect(server.seen.map(({ body }) => body)).toEqual(
    Array(3).fill('{"name":"Ana","custom_fields":{"city":"Medellín"}}'),
  );
  expect(toJSON).toHaveBeenCalledTimes(1);
  expect(clone).not.toHaveBeenCalled();
});

test("calls fetch for each attempt with the same URL and text and a new signal", async () => {
  const fetch = vi.fn<Fetch>(async () => Response.json({}, { status: 429, headers: { "retry-after": "0" } }));
  await new Wipsy({ apiKey: "test-key", fetch }).contacts.create({ name: "Ana" }).catch(() => {});
  const inits = fetch.mock.calls.map(([url, init]) => ({ url, body: init?.body }));
  expect(inits).toEqual(
    Array(3).fill({ url: "https://api.getwipsy.com/functions/v1/api-create-contact", body: '{"name":"Ana"}' }),
  );
  expect(new Set(fetch.mock.calls.map(([, init]) => init?.signal)).size).toBe(3);
});

test("calls the key function once per call, not per attempt", async () => {
  await using server = await serve((_seen, count) =>
    count < 2 ? { status: 429, headers: { "retry-after": "0" }, body: {} } : { body: { data: [] } },
  );
  const apiKey = vi.fn(() => "test-key");
  await new Wipsy({ apiKey, baseUrl: server.url }).contacts.list();
  expect(server.seen).toHaveLength(2);
  expect(apiKey).toHaveBeenCalledTimes(1);
});
