import { type AddressInfo, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { retryAfterMs } from "../../src/call/retry.ts";

/** What an answer with these headers asks for. */
function asked(headers: HeadersInit, now: number) {
  const all = new Headers(headers);
  return retryAfterMs((name) => all.get(name) ?? undefined, now);
}

const now = Date.UTC(2025, 10, 2, 10, 0, 0);

describe("an answer that says how long to wait", () => {
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

describe("an answer that does not, or says nonsense", () => {
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

  test("two headers of the name are no number", () => {
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
])("with white space around it: %j", async (unready) => {
  // As it comes over a socket: `fetch` of Node keeps what is at the end.
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
