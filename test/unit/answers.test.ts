import { describe, expect, test } from "vitest";
import { ApiError, type DecodeError, Wipsy } from "wipsy-client";
import { attemptFailureOf } from "../support/failure.ts";
import { type Reply, serve } from "../support/server.ts";

const html = { headers: { "content-type": "text/html" }, body: "<!doctype html>\n<title>Bad gateway</title>" };
const hola = { to: "+573188779043", message: "Hola" };

/** The error of a send that the server answers with `reply`, with its body and headers checked. */
async function errorOf(reply: Reply): Promise<ApiError> {
  await using server = await serve(() => reply);
  const error = await attemptFailureOf(
    new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url }).messages.send(hola),
  );
  expect(error).toMatchObject({ operation: "sendMessage", attempts: 1 });
  expect(server.seen).toHaveLength(1);
  return error as ApiError;
}

interface Told {
  readonly name: string;
  readonly outcome: string;
  readonly code?: string;
  readonly reason?: string;
  readonly retryAfterMs?: number;
}

describe("an error status", () => {
  const refused: [string, Reply, Told][] = [
    [
      "400",
      { status: 400, body: { error: "Falta to" } },
      { name: "ApiError", outcome: "rejected", reason: "Falta to" },
    ],
    [
      "401 of the gateway",
      { status: 401, body: { code: 401, message: "Invalid JWT" } },
      { name: "AuthenticationError", outcome: "rejected", reason: "Invalid JWT" },
    ],
    [
      "402",
      { status: 402, headers: { "content-type": "text/plain" }, body: "Payment required" },
      { name: "ApiError", outcome: "rejected", reason: "Payment required" },
    ],
    [
      "403",
      { status: 403, body: { error: "Sin permiso" } },
      { name: "PermissionError", outcome: "rejected", reason: "Sin permiso" },
    ],
    [
      "404 of the function",
      { status: 404, body: { error: "No existe" } },
      { name: "NotFoundError", outcome: "rejected", reason: "No existe" },
    ],
    [
      "404 of the platform",
      { status: 404, body: { code: "NOT_FOUND", message: "Requested function was not found" } },
      { name: "NotFoundError", outcome: "rejected", code: "NOT_FOUND", reason: "Requested function was not found" },
    ],
    ["408", { status: 408, body: "" }, { name: "ApiError", outcome: "unknown" }],
    [
      "409",
      { status: 409, body: { error: "Ya existe" } },
      { name: "ApiError", outcome: "rejected", reason: "Ya existe" },
    ],
    ["418, which is not one of theirs", { status: 418, body: "" }, { name: "ApiError", outcome: "rejected" }],
    ["422", { status: 422, body: { error: "Mal" } }, { name: "ApiError", outcome: "rejected", reason: "Mal" }],
    [
      "429, a quota",
      { status: 429, body: { error: "Cupo agotado" } },
      { name: "RateLimitError", outcome: "rejected", reason: "Cupo agotado" },
    ],
    [
      "429 with Retry-After",
      { status: 429, headers: { "retry-after": "7" }, body: {} },
      { name: "RateLimitError", outcome: "rejected", retryAfterMs: 7000 },
    ],
    [
      "429 with Retry-After-Ms",
      { status: 429, headers: { "retry-after-ms": "250", "retry-after": "7" }, body: {} },
      { name: "RateLimitError", outcome: "rejected", retryAfterMs: 250 },
    ],
    [
      "500 of the function",
      { status: 500, body: { success: false, error: "Número inválido" } },
      { name: "ServerError", outcome: "unknown", reason: "Número inválido" },
    ],
    [
      "500, an uncaught exception",
      { status: 500, body: { code: "WORKER_ERROR", message: "Function exited" } },
      { name: "ServerError", outcome: "unknown", code: "WORKER_ERROR", reason: "Function exited" },
    ],
    ["501", { status: 501, body: "" }, { name: "ServerError", outcome: "rejected" }],
    ["502, empty", { status: 502, body: "" }, { name: "ServerError", outcome: "unknown" }],
    ["502, HTML", { status: 502, ...html }, { name: "ServerError", outcome: "unknown" }],
    [
      "503, not booted",
      { status: 503, body: { code: "BOOT_ERROR", message: "Function failed to start" } },
      { name: "ServerError", outcome: "rejected", code: "BOOT_ERROR", reason: "Function failed to start" },
    ],
    [
      "503, not booted, by header",
      { status: 503, headers: { "sb-error-code": "BOOT_ERROR" }, body: "" },
      { name: "ServerError", outcome: "rejected", code: "BOOT_ERROR" },
    ],
    [
      "503, other",
      { status: 503, headers: { "retry-after": "2" }, body: { error: "Ocupado" } },
      { name: "ServerError", outcome: "unknown", reason: "Ocupado", retryAfterMs: 2000 },
    ],
    [
      "a boot error under another status",
      { status: 500, body: { code: "BOOT_ERROR", message: "x" } },
      { name: "ServerError", outcome: "unknown", code: "BOOT_ERROR", reason: "x" },
    ],
    [
      "504",
      { status: 504, body: { code: "IDLE_TIMEOUT", message: "Request idle timeout limit (150s) reached" } },
      {
        name: "ServerError",
        outcome: "unknown",
        code: "IDLE_TIMEOUT",
        reason: "Request idle timeout limit (150s) reached",
      },
    ],
    ["520", { status: 520, ...html }, { name: "ServerError", outcome: "unknown" }],
    ["526", { status: 526, ...html }, { name: "ServerError", outcome: "unknown" }],
    [
      "546",
      { status: 546, body: { code: "WORKER_LIMIT", message: "Memory limit" } },
      { name: "ServerError", outcome: "unknown", code: "WORKER_LIMIT", reason: "Memory limit" },
    ],
    [
      "success:true under it",
      { status: 400, body: { success: true, data: {} } },
      { name: "ApiError", outcome: "rejected" },
    ],
  ];

  test.each(refused)("%s", async (_what, reply, told) => {
    const error = await errorOf(reply);
    expect(error).toBeInstanceOf(ApiError);
    const { name, outcome, status, code, reason, retryAfterMs } = error;
    const nothing = { code: undefined, reason: undefined, retryAfterMs: undefined };
    expect({ name, outcome, code, reason, retryAfterMs }).toEqual({ ...nothing, ...told });
    expect(status).toBe(reply.status);
    expect(error.message).toMatch(new RegExp(`^sendMessage: the server answered ${reply.status}\\b.*\\. .+`));
    expect(error.body).toEqual(reply.body);
    expect(error.headers.get("content-type")).toBe(reply.headers?.["content-type"] ?? "application/json");
  });
});

describe("the server's message", () => {
  test.each<[string, unknown, string | undefined]>([
    ["error", { error: "Falló" }, "Falló"],
    ["error and details as text", { error: "Falló", details: "sin saldo" }, "Falló: sin saldo"],
    ["error and details as an object", { error: "Falló", details: { hint: "saldo" } }, 'Falló: {"hint":"saldo"}'],
    ["error and details with a message", { error: "Falló", details: { message: "saldo", n: 1 } }, "Falló: saldo"],
    ["error and message", { error: "Falló", message: "sin saldo" }, "Falló: sin saldo"],
    ["success:false and error", { success: false, error: "Falló" }, "Falló"],
    ["success:false and message", { success: false, message: "Falló" }, "Falló"],
    ["error as an object", { error: { message: "Falló", code: 131047 } }, "Falló"],
    ["code and message", { code: "WORKER_ERROR", message: "Falló" }, "Falló"],
    ["the same words twice", { error: "Falló", message: "Falló" }, "Falló"],
    ["empty words", { error: "", message: "Falló" }, "Falló"],
    ["plain text", "Falló\n", "Falló"],
    ["HTML", "\n<html><body>Falló</body></html>", undefined],
    ["nothing", "", undefined],
    ["an object without any", { data: {} }, undefined],
    ["a list", ["Falló"], undefined],
    ["null", "null", undefined],
    ["a number", "5", undefined],
    ["broken JSON", '{"error":"Fal', '{"error":"Fal'],
  ])("%s", async (_what, body, reason) => {
    const error = await errorOf({ status: 500, body });
    expect(error.reason).toBe(reason);
    expect(error.message.includes("reason")).toBe(reason !== undefined);
  });
});

describe("the platform's code", () => {
  test.each<[string, Reply, string | undefined]>([
    ["from the body", { body: { code: "WORKER_LIMIT" } }, "WORKER_LIMIT"],
    ["from the header", { headers: { "sb-error-code": "IDLE_TIMEOUT" } }, "IDLE_TIMEOUT"],
    [
      "of both, the header's",
      { headers: { "sb-error-code": "WORKER_ERROR" }, body: { code: "NOT_FOUND" } },
      "WORKER_ERROR",
    ],
    ["ignores an unknown code", { body: { code: "A_B" } }, undefined],
    ["ignores a number", { body: { code: 401 } }, undefined],
    ["ignores words", { body: { code: "no hay saldo" } }, undefined],
    ["ignores a database code", { body: { code: "23505" } }, undefined],
  ])("%s", async (_what, reply, code) => {
    expect((await errorOf({ status: 500, ...reply })).code).toBe(code);
  });
});

describe("success:false is a failure under a success status", () => {
  test.each<[string, object, string | undefined]>([
    ["with error", { success: false, error: "Fuera de ventana" }, "Fuera de ventana"],
    ["with message only", { success: false, message: "Fuera de ventana" }, "Fuera de ventana"],
    ["with nothing", { success: false }, undefined],
    ["even with data", { success: false, data: { id: "1" } }, undefined],
  ])("%s", async (_what, body, reason) => {
    const error = await errorOf({ status: 200, body });
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ name: "ApiError", status: 200, reason, body });
    expect(error.message).toMatch(/answered 200 with success: false/);
  });

  test("has the outcome rejected", async () => {
    const error = await errorOf({ status: 200, body: { success: false, error: "Fuera de ventana" } });
    expect(error.outcome).toBe("rejected");
  });
});

describe("success:true is not required", () => {
  test.each([
    { messageId: "m1" },
    { success: true, messageId: "m1" },
    { success: null, messageId: "m1" },
    { success: "false", messageId: "m1" },
    {},
  ])("%j", async (body) => {
    for (const status of [200, 201, 202]) {
      await using server = await serve(() => ({ status, body }));
      const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url });
      expect(await wipsy.messages.send(hola)).toEqual({ ...body, channel: "whatsapp" });
    }
  });
});

describe("a success status whose answer does not match the description", () => {
  const answers: [string, Reply][] = [
    ["empty", { body: "" }],
    ["204", { status: 204, body: "" }],
    ["HTML", html],
    ["plain text", { body: "OK" }],
    ["broken JSON", { body: '{"success":tr' }],
    ["two JSON values", { body: "{}{}" }],
  ];

  test.each(answers)("answers to a message: %s", async (_what, reply) => {
    const error = (await errorOf(reply)) as unknown as DecodeError;
    expect(error).toMatchObject({ name: "DecodeError", outcome: "unknown", status: reply.status ?? 200 });
    expect(error.body).toBe(reply.body);
    expect(error.message).toMatch(/most likely done: check/);
  });

  test.each(answers)("answers to a list: %s", async (_what, reply) => {
    await using server = await serve(() => reply);
    const error = await attemptFailureOf(
      new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url }).contacts.list(),
    );
    expect(error).toMatchObject({ name: "DecodeError", outcome: "unknown", operation: "getContacts", attempts: 1 });
    expect(error.message).toMatch(/Check baseUrl/);
  });
});

describe("an envelope", () => {
  test("create resolves to its content", async () => {
    await using server = await serve(() => ({
      status: 201,
      body: { success: true, data: { id: "c1", name: "Juana" } },
    }));
    const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url });
    expect(await wipsy.contacts.create({ name: "Juana" })).toEqual({ id: "c1", name: "Juana" });
    expect(server.seen).toMatchObject([{ method: "POST", url: "/api-create-contact", body: '{"name":"Juana"}' }]);
  });

  test.each([{ success: true }, { data: null }, {}, [], "null", "5", '"x"'])(
    "rejects an empty envelope: %j",
    async (body) => {
      await using server = await serve(() => ({ status: 201, body }));
      const wipsy = new Wipsy({ maxRetries: 0, apiKey: "test-key", baseUrl: server.url });
      const error = await attemptFailureOf(wipsy.contacts.create({ name: "Juana" }));
      expect(error).toMatchObject({ name: "DecodeError", outcome: "unknown", operation: "createContact", attempts: 1 });
    },
  );
});
