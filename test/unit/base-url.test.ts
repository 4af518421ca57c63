import { afterEach, describe, expect, test, vi } from "vitest";
import { type Fetch, Wipsy, type WipsyOptions } from "wipsy-client";
import { thrownBy } from "../support/failure.ts";
import { serve } from "../support/server.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The URL from which a client with these options requests contacts. */
async function urlAsked(options: WipsyOptions): Promise<unknown> {
  const fetch = vi.fn<Fetch>(async () => Response.json({ data: [] }));
  await new Wipsy({ apiKey: "test-key", fetch, ...options }).contacts.list();
  return fetch.mock.calls[0]?.[0];
}

describe("accepts", () => {
  test.each([
    ["https://example.com", "https://example.com/api-get-contacts"],
    ["https://example.com/", "https://example.com/api-get-contacts"],
    ["https://example.com/functions/v1", "https://example.com/functions/v1/api-get-contacts"],
    ["https://example.com/functions/v1/", "https://example.com/functions/v1/api-get-contacts"],
    ["https://example.com/functions/v1///", "https://example.com/functions/v1/api-get-contacts"],
    ["https://example.com:8443/v1", "https://example.com:8443/v1/api-get-contacts"],
    ["HTTPS://EXAMPLE.COM/V1", "https://example.com/V1/api-get-contacts"],
    ["http://localhost:4010", "http://localhost:4010/api-get-contacts"],
    ["http://LOCALHOST", "http://localhost/api-get-contacts"],
    ["http://wipsy.localhost:4010", "http://wipsy.localhost:4010/api-get-contacts"],
    ["http://127.0.0.1:4010/", "http://127.0.0.1:4010/api-get-contacts"],
    ["http://127.8.9.10", "http://127.8.9.10/api-get-contacts"],
    ["http://127.1", "http://127.0.0.1/api-get-contacts"],
    ["http://[::1]:4010", "http://[::1]:4010/api-get-contacts"],
    ["http://[0:0:0:0:0:0:0:1]", "http://[::1]/api-get-contacts"],
  ])("%s", async (baseUrl, url) => {
    expect(await urlAsked({ baseUrl })).toBe(url);
  });

  test("http on another machine with allowInsecure", async () => {
    expect(await urlAsked({ baseUrl: "http://example.com/v1", allowInsecure: true })).toBe(
      "http://example.com/v1/api-get-contacts",
    );
  });

  test("the description's server by default", async () => {
    expect(await urlAsked({})).toBe("https://api.getwipsy.com/functions/v1/api-get-contacts");
  });
});

const insecure = /is http:.*allowInsecure/;

describe("refuses", () => {
  test.each<[string, RegExp]>([
    ["http://example.com", insecure],
    ["http://192.168.0.10:4010", insecure],
    ["http://0.0.0.0:4010", insecure],
    ["http://[::]:4010", insecure],
    ["http://[::2]", insecure],
    ["http://127.0.0.1.example.com", insecure],
    ["http://localhost.example.com", insecure],
    ["http://notlocalhost", insecure],
    ["http://128.0.0.1", insecure],
    ["ftp://example.com", /full http\(s\) URL/],
    ["file:///tmp", /full http\(s\) URL/],
    ["javascript:alert(1)", /full http\(s\) URL/],
    ["https://example.com/v1?key=1", /query or fragment/],
    ["https://example.com/v1#part", /query or fragment/],
    ["https://canary-user@example.com", /user name or password/],
    ["https://canary-user:canary-password@example.com", /user name or password/],
    ["https://:canary-password@example.com", /user name or password/],
    ["", /full http\(s\) URL/],
    ["example.com/v1", /full http\(s\) URL/],
    ["/functions/v1", /full http\(s\) URL/],
    ["https://", /full http\(s\) URL/],
  ])("%s", (baseUrl, problem) => {
    const error = thrownBy(() => new Wipsy({ apiKey: "test-key", baseUrl }));
    expect(error).toMatchObject({ name: "InputError", field: "baseUrl", outcome: "not-sent" });
    expect(error.message).toMatch(/WIPSY_BASE_URL.*baseUrl/);
    expect(error.message).toMatch(problem);
    expect(error.message).not.toContain("canary");
  });

  test("rejects another scheme, even with allowInsecure", () => {
    const error = thrownBy(() => new Wipsy({ baseUrl: "ftp://example.com", allowInsecure: true }));
    expect(error.message).toMatch(/full http\(s\) URL/);
  });
});

describe("WIPSY_BASE_URL", () => {
  test("is used unless the option is set", async () => {
    await using first = await serve(() => ({ body: { data: [] } }));
    await using second = await serve(() => ({ body: { data: [] } }));
    vi.stubEnv("WIPSY_BASE_URL", first.url);
    await new Wipsy({ apiKey: "test-key" }).contacts.list();
    expect([first.seen.length, second.seen.length]).toEqual([1, 0]);
    await new Wipsy({ apiKey: "test-key", baseUrl: second.url }).contacts.list();
    expect([first.seen.length, second.seen.length]).toEqual([1, 1]);
  });

  test("follows the same rules", () => {
    vi.stubEnv("WIPSY_BASE_URL", "http://example.com");
    expect(thrownBy(() => new Wipsy({ apiKey: "test-key" })).message).toMatch(insecure);
  });

  test("counts as unset when empty", async () => {
    vi.stubEnv("WIPSY_BASE_URL", "");
    expect(await urlAsked({})).toBe("https://api.getwipsy.com/functions/v1/api-get-contacts");
  });
});
