import { fork } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createGzip } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type Fetch, Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

const hola = { to: "+573188779043", message: "Hola" } as const;
const padded = (size: number, text = "n") => `{"success":true,"data":[{"id":"c1","notes":"${text.repeat(size)}"}]}`;

describe("an answer larger than maxResponseSize", () => {
  test("is a DecodeError of a read, which is not retried", async () => {
    await using server = await serve(() => ({ body: padded(2000) }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxResponseSize: 1000 });
    const error = await failureOf(wipsy.chats.list());
    expect(error).toMatchObject({ name: "DecodeError", outcome: "unknown", status: 200, attempts: 1 });
    expect(error.message).toContain("maxResponseSize");
    expect(server.seen).toHaveLength(1);
  });

  test.each([200, 400, 503])("leaves a write's outcome unknown with status %d", async (status) => {
    await using server = await serve(() => ({ status, headers: { "retry-after": "0" }, body: padded(2000) }));
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    const error = await failureOf(wipsy.messages.send(hola, { maxResponseSize: 1000 }));
    expect(error).toMatchObject({ name: "UnknownOutcomeError", outcome: "unknown", cause: { name: "DecodeError" } });
    expect(server.seen).toHaveLength(1);
  });

  test("is detected in a custom fetch without a stream", async () => {
    // The cast: test doubles return such Responses.
    const answer = { status: 200, headers: new Headers(), text: async () => padded(2000) } as unknown as Response;
    const wipsy = new Wipsy({ apiKey: "test-key", fetch: async () => answer, maxResponseSize: 1000 });
    expect(await failureOf(wipsy.chats.list())).toMatchObject({ name: "DecodeError" });
  });

  test("is one byte larger: bytes count, not characters", async () => {
    const text = padded(100, "ñ");
    await using server = await serve(() => ({ body: text }));
    const size = Buffer.byteLength(text);
    const list = (maxResponseSize: number) =>
      new Wipsy({ apiKey: "test-key", baseUrl: server.url, maxResponseSize }).contacts.list();
    expect((await list(size)).items).toEqual([{ id: "c1", notes: "ñ".repeat(100) }]);
    expect(await failureOf(list(size - 1))).toMatchObject({ name: "DecodeError" });
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity, "10"])("refuses %j as a size", (maxResponseSize) => {
    // The cast: a JavaScript program can pass anything.
    expect(() => new Wipsy({ maxResponseSize: maxResponseSize as number })).toThrow(/maxResponseSize/);
  });
});

test("joins a character split between chunks and drops a byte order mark", async () => {
  const bytes = Buffer.from(`\uFEFF${padded(3, "👍")}`);
  const fetch: Fetch = async () => {
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
    return new Response(new ReadableStream({ pull: (to) => (pieces[0] ? to.enqueue(pieces.shift()) : to.close()) }));
  };
  const { items } = await new Wipsy({ apiKey: "test-key", fetch }).contacts.list();
  expect(items).toMatchObject([{ notes: "👍👍👍" }]);
});

test("a gzip bomb of 200 MB takes less than three times 10 MB", async () => {
  const bomb = createGzip();
  const pieces: Buffer[] = [];
  bomb.on("data", (piece: Buffer) => pieces.push(piece));
  const block = Buffer.alloc(1 << 20, 32);
  for (let count = 0; count < 200; count += 1) {
    if (!bomb.write(block)) await new Promise((resolve) => bomb.once("drain", resolve));
  }
  await new Promise((resolve) => bomb.on("end", resolve).end());
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(Buffer.concat(pieces));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const program = new URL("../support/read-bomb.ts", import.meta.url);
  const child = fork(program, [url], { execArgv: ["--import", "tsx"] });
  const [told] = await Promise.all([
    new Promise<unknown>((resolve) => child.on("message", resolve)),
    new Promise((resolve) => child.on("exit", resolve)),
  ]);
  server.closeAllConnections();
  server.close();
  expect(told).toMatchObject({ name: "DecodeError", attempts: 1 });
  expect((told as { grownBy: number }).grownBy).toBeLessThan(30_000_000);
});
