import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { testStore } from "wipsy-client/testing";
import worker from "../../examples/cloudflare-worker.ts";
import { type Reply, serve } from "../support/server.ts";
import { keysNamespace } from "./durable-object.ts";

const lead = { name: "Ana", phone: "+57 (318) 877-9043", notes: "La azul, por favor" };

const log = vi.spyOn(console, "error");
beforeEach(() => {
  log.mockImplementation(() => {});
});
afterEach(() => {
  expect(log.mock.calls.join()).not.toMatch(/318|Ana|azul|wipsy-key/);
  log.mockReset();
});

const envFor = (url: string, KEYS = keysNamespace()) => ({
  WIPSY_API_KEY: "wipsy-key",
  TEAM_PHONE: "+573000000000",
  WIPSY_BASE_URL: url,
  KEYS,
});

async function post(url: string, fields: Record<string, string>, keys = keysNamespace()) {
  const request = new Request("https://leads.example.com/", { method: "POST", body: new URLSearchParams(fields) });
  const { status } = await worker.fetch(request, envFor(url, keys));
  return status;
}

test("the Durable Object is a store", async () => {
  const namespace = keysNamespace();
  await testStore(namespace.getByName("keys"), namespace.getByName("keys"));
});

/** An API with these answers to a new contact and to a message. */
function api(contact: Reply, message: Reply = { body: { success: true } }) {
  return serve(({ url }) => (url === "/api-create-contact" ? contact : message));
}

test("saves a lead and notifies the team, at the mock", async () => {
  expect(await post(inject("prismUrl"), lead)).toBe(201);
  expect(log).not.toHaveBeenCalled();
});

test("saves a normalized phone and messages the team", async () => {
  await using server = await api({ status: 201, body: { data: { id: "contact-1" } } });
  expect(await post(server.url, lead)).toBe(201);
  expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([
    { name: "Ana", phone: "+573188779043", notes: "La azul, por favor" },
    {
      to: "+573000000000",
      channel: "whatsapp",
      message: "Nuevo contacto: Ana, +573188779043\nLa azul, por favor\nGuardado en contactos.",
    },
  ]);
});

test.each<[string, Reply, string]>([
  ["is there already", { status: 409, body: { error: "duplicate" } }, "Ya era un contacto."],
  ["is beyond the quota", { status: 429, body: { error: "quota" } }, "NO guardado: se acabó la cuota"],
  ["fails", { status: 500, body: { error: "boom" } }, "Revisar si quedó guardado."],
])("tells the team that the contact %s", async (_name, contact, note) => {
  await using server = await api(contact);
  expect(await post(server.url, lead)).toBe(201);
  expect(JSON.parse(server.seen[1]?.body ?? "")).toMatchObject({ message: expect.stringContaining(note) });
});

test("asks the visitor to try again only if the lead was neither saved nor reported", async () => {
  // Full jitter at 0: retries are immediate.
  const random = vi.spyOn(Math, "random").mockReturnValue(0);
  const failure = { status: 503, body: { code: "BOOT_ERROR", message: "boot" } };
  await using saved = await api({ status: 201, body: { data: { id: "contact-1" } } }, failure);
  expect(await post(saved.url, lead)).toBe(201);
  await using neither = await api(failure, failure);
  expect(await post(neither.url, lead)).toBe(503);
  random.mockRestore();
});

test.each(["", "318 877 9043", "+318", "ig_828925823321473"])("sends nothing with the phone %j", async (phone) => {
  await using server = await api({});
  expect(await post(server.url, { ...lead, phone })).toBe(400);
  expect(server.seen).toEqual([]);
});

test("saves and reports a form once that is posted again", async () => {
  await using server = await api({ status: 201, body: { data: { id: "contact-1" } } });
  const keys = keysNamespace();
  expect(await post(server.url, lead, keys)).toBe(201);
  expect(await post(server.url, lead, keys)).toBe(201);
  expect(server.seen).toHaveLength(2);
  expect(await post(server.url, { ...lead, notes: "La roja" }, keys)).toBe(201);
  expect(server.seen).toHaveLength(4);
  const records = await keys.getByName("keys").list({ limit: 10 });
  expect(records).toHaveLength(4);
  expect(JSON.stringify(records)).not.toMatch(/318|Ana|azul/);
});

test("asks for patience while another post of the form is under way", async () => {
  let answerNow = () => {};
  const answered = new Promise<Reply>((resolve) => {
    answerNow = () => resolve({ status: 201, body: { data: { id: "contact-1" } } });
  });
  await using server = await serve(({ url }) =>
    url === "/api-create-contact" ? answered : { body: { success: true } },
  );
  const keys = keysNamespace();
  const first = post(server.url, lead, keys);
  await expect.poll(() => server.seen).toHaveLength(1);
  expect(await post(server.url, lead, keys)).toBe(503);
  answerNow();
  expect(await first).toBe(201);
  expect(server.seen).toHaveLength(2);
});

test("reports a lead again that could be saved only later", async () => {
  let contact: Reply = { status: 429, body: { error: "quota" } };
  await using server = await serve(({ url }) =>
    url === "/api-create-contact" ? contact : { body: { success: true } },
  );
  const keys = keysNamespace();
  await post(server.url, lead, keys);
  contact = { status: 201, body: { data: { id: "contact-1" } } };
  await post(server.url, lead, keys);
  const texts = server.seen.map(({ body }) => JSON.parse(body).message?.split("\n").at(-1));
  expect(texts).toEqual([
    undefined,
    "NO guardado: se acabó la cuota de contactos del mes.",
    undefined,
    "Guardado en contactos.",
  ]);
});

test("accepts only a posted form", async () => {
  const env = envFor("http://127.0.0.1:9");
  const get = await worker.fetch(new Request("https://leads.example.com/"), env);
  const text = await worker.fetch(new Request("https://leads.example.com/", { method: "POST", body: "no form" }), env);
  expect([get.status, text.status]).toEqual([405, 400]);
});
