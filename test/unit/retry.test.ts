import { type AddressInfo, createServer } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError, ConnectionError, Wipsy } from "wipsy-client";
import { createBudget, failureOfStatus, retryAfterMs, waitMs } from "../../src/call/retry.ts";
import { propertySeed } from "../support/seed.ts";

const seed = propertySeed();
const lost = new ConnectionError("lost", { outcome: "unknown" });
const answered = (retryAfterMs?: number) =>
  new ApiError("no", {
    ...{ outcome: "rejected", status: 429, headers: new Headers(), body: {}, reason: undefined, code: undefined },
    retryAfterMs,
  });

describe("the failure of an error status", () => {
  test.each<[number, string | undefined, number | undefined, string]>([
    [429, undefined, undefined, "limited"],
    [429, undefined, 0, "asked-to-wait"],
    [503, undefined, undefined, "failed"],
    [503, "BOOT_ERROR", undefined, "unready"],
    [503, undefined, 1000, "failed"],
    [503, "BOOT_ERROR", 1000, "unready"],
    [500, "BOOT_ERROR", undefined, "failed"],
    [500, undefined, 1000, "failed"],
    [408, undefined, undefined, "failed"],
    [400, undefined, undefined, "refused"],
    [404, undefined, 1000, "refused"],
    [425, undefined, undefined, "refused"],
    [499, undefined, undefined, "refused"],
    [501, undefined, undefined, "refused"],
    [505, undefined, undefined, "refused"],
    ...[502, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530, 546, 599].map(
      (status): [number, undefined, undefined, string] => [status, undefined, undefined, "failed"],
    ),
  ])("%s %s %s: %s", (status, code, wait, failure) => expect(failureOfStatus(status, code, wait)).toBe(failure));
});

describe("the wait before a retry", () => {
  test.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [4, 4000],
    [5, 8000],
    [6, 8000],
    [2000, 8000],
  ])("after %i attempts it is at most %i ms", (attempts, most) => {
    expect(waitMs(attempts, lost, 1)).toBe(most);
    expect(waitMs(attempts, lost, 0)).toBe(0);
    expect(waitMs(attempts, lost, 0.5)).toBe(most / 2);
  });

  test("follows any Retry-After", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (asked, attempts, random) => {
          expect(waitMs(attempts, answered(asked), random)).toBe(asked);
        },
      ),
      { seed },
    );
  });

  test("is random without Retry-After", () => expect(waitMs(1, answered(), 0.5)).toBe(250));
});

describe("the budget", () => {
  const spend = (budget: ReturnType<typeof createBudget>, price: number) => {
    let taken = 0;
    while (budget.take(price)) taken += 1;
    return taken;
  };

  test("pays for a hundred retries, or fifty after timeouts", () => {
    expect(spend(createBudget(), 5)).toBe(100);
    expect(spend(createBudget(), 10)).toBe(50);
  });

  test("is refunded for retries that got an answer, and a little for each other answer", () => {
    const budget = createBudget();
    spend(budget, 5);
    budget.refund(5);
    expect(spend(budget, 5)).toBe(1);
    for (let answers = 0; answers < 4; answers += 1) budget.refund(0);
    expect(budget.take(5)).toBe(false);
    budget.refund(0);
    expect(budget.take(5)).toBe(true);
  });

  test("never exceeds its capacity", () => {
    const budget = createBudget();
    for (let answers = 0; answers < 1000; answers += 1) budget.refund(10);
    expect(spend(budget, 5)).toBe(100);
  });
});

/** What an answer with these headers asks for. */
function asked(headers: HeadersInit, now: number) {
  const all = new Headers(headers);
  return retryAfterMs((name) => all.get(name) ?? undefined, now);
}

const now = Date.UTC(2025, 10, 2, 10, 0, 0);

describe("an answer says how long to wait", () => {
  test.each<[Record<string, string>, number]>([
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "1" }, 1000],
    [{ "retry-after": "120" }, 120_000],
    [{ "retry-after": "007" }, 7000],
    [{ "retry-after": " 7 " }, 7000],
    [{ "Retry-After": "7" }, 7000],
    [{ "retry-after": "86400000" }, 86_400_000_000],
    [{ "retry-after": "Sun, 02 Nov 2025 10:00:07 GMT" }, 7000],
    [{ "retry-after": "Sun, 02 Nov 2025 11:00:00 GMT" }, 3_600_000],
    [{ "retry-after": "Sunday, 02-Nov-25 10:00:07 GMT" }, 7000],
    [{ "retry-after": "Sun, 02 Nov 2025 10:00:00 GMT" }, 0],
    [{ "retry-after": "Sun, 02 Nov 2025 09:59:59 GMT" }, 0],
    [{ "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }, 0],
    [{ "retry-after": "Sun, 02 Nov 2025 09:00:07 GMT", date: "Sun, 02 Nov 2025 09:00:00 GMT" }, 7000],
    [{ "retry-after": "Sun, 02 Nov 2025 11:00:07 GMT", date: "Sun, 02 Nov 2025 11:00:00 GMT" }, 7000],
    [{ "retry-after": "Sun, 02 Nov 2025 10:00:07 GMT", date: "yesterday" }, 7000],
    [{ "retry-after": "7", date: "Sun, 02 Nov 2025 09:00:00 GMT" }, 7000],
    [{ "retry-after-ms": "250" }, 250],
    [{ "retry-after-ms": "0" }, 0],
    [{ "retry-after-ms": "250", "retry-after": "7" }, 250],
    [{ "retry-after-ms": "soon", "retry-after": "7" }, 7000],
    [{ "retry-after-ms": "", "retry-after": "7" }, 7000],
  ])("%j", (headers, milliseconds) => {
    expect(asked(headers, now)).toBe(milliseconds);
  });
});

describe("an answer has no Retry-After, or an invalid one", () => {
  test.each<[Record<string, string>]>([
    [{}],
    [{ "retry-after": "" }],
    [{ "retry-after": "soon" }],
    [{ "retry-after": "-1" }],
    [{ "retry-after": "+1" }],
    [{ "retry-after": "1.5" }],
    [{ "retry-after": "1e3" }],
    [{ "retry-after": "0x10" }],
    [{ "retry-after": "1s" }],
    [{ "retry-after": "1, 2" }],
    [{ "retry-after": "NaN" }],
    [{ "retry-after": "Infinity" }],
    [{ "retry-after": "null" }],
    [{ "retry-after": "1".repeat(13) }],
    [{ "retry-after": "2025-11-02T10:00:07Z" }],
    [{ "retry-after": "02 Nov 2025 10:00:07 GMT" }],
    [{ "retry-after": "Sun, 99 Nov 2025 10:00:07 GMT" }],
    [{ "retry-after": "Sun, 02 Nov 2025 99:00:07 GMT" }],
    [{ "retry-after-ms": "-1" }],
    [{ "retry-after-ms": "1.5" }],
    [{ "retry-after-ms": "1".repeat(16) }],
    [{ "x-ratelimit-reset": "7" }],
  ])("%j", (headers) => {
    expect(asked(headers, now)).toBeUndefined();
  });

  test("ignores a repeated Retry-After header", () => {
    const headers = new Headers();
    headers.append("retry-after", "1");
    headers.append("retry-after", "2");
    expect(asked(headers, now)).toBeUndefined();
  });
});

test.each([
  "429 Busy\r\nretry-after: 0 ",
  "429 Busy\r\nretry-after:\t0\t",
  "429 Busy\r\nretry-after-ms: 0 ",
  "503 Unready\r\nsb-error-code: BOOT_ERROR ",
])("accepts white space around the value: %j", async (unready) => {
  // As received over a socket: Node's `fetch` keeps trailing white space.
  const server = createServer((socket) =>
    socket
      .on("error", () => {})
      .once("data", () => {
        const isFirst = ++answers === 1;
        const status = isFirst ? unready : "200 OK";
        socket.end(
          `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{"data":{"id":"c1"}}`,
        );
      }),
  );
  let answers = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: `http://127.0.0.1:${port}`, allowInsecure: true });
  const { attempts } = await wipsy.contacts.create({ name: "Juana" }).withResponse();
  expect(attempts).toBe(2);
  await new Promise((resolve) => server.close(resolve));
});
