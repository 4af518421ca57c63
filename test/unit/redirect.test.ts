import { describe, expect, test, vi } from "vitest";
import { type Fetch, RedirectError, Wipsy } from "wipsy-client";
import { rawClient } from "wipsy-client/raw";
import { attemptFailureOf, failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

const statuses = [300, 301, 302, 303, 304, 307, 308];

/** A server that redirects everything to `location`. */
const sendingOn = (status: number, location: string) => serve(() => ({ status, headers: { location }, body: "" }));

describe.each(statuses)("does not follow a redirect with %d", (status) => {
  test("to another origin", async () => {
    await using other = await serve(() => ({ body: { success: true, data: [] } }));
    await using server = await sendingOn(status, `${other.url}/api-send-message`);
    const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
    for (const call of [() => wipsy.messages.send({ to: "ig_1", message: "Hola" }), () => wipsy.contacts.list()]) {
      const error = await attemptFailureOf(call());
      expect(error).toBeInstanceOf(RedirectError);
      // It is also the usual answer to an accepted form.
      const outcome = status === 302 || status === 303 ? "unknown" : "rejected";
      expect(error).toMatchObject({ outcome, attempts: 1 });
      expect(error.message).toMatch(/redirect.*Check baseUrl/);
      expect(error.message).not.toContain(other.url);
    }
    expect(server.seen).toHaveLength(2);
    expect(other.seen).toEqual([]);
  });

  test("to the same origin", async () => {
    await using server = await sendingOn(status, "/elsewhere");
    const error = await attemptFailureOf(
      new Wipsy({ apiKey: "test-key", baseUrl: server.url }).messages.send({ to: "ig_1", message: "Hola" }),
    );
    expect(error).toBeInstanceOf(RedirectError);
    expect(error.operation).toBe("sendMessage");
    expect(server.seen.map((seen) => seen.url)).toEqual(["/api-send-message"]);
  });
});

test.each<[string, (wipsy: Wipsy) => Promise<unknown>]>([
  ["a method", (wipsy) => wipsy.chats.list().then()],
  ["rawClient", (wipsy) => rawClient(wipsy).GET("/api-get-chats")],
])("releases the body and the connection: %s", async (_what, call) => {
  const cancel = vi.fn();
  const fetch: Fetch = async () => new Response(new ReadableStream({ cancel }), { status: 302 });
  expect(await failureOf(call(new Wipsy({ apiKey: "test-key", fetch })))).toBeInstanceOf(RedirectError);
  expect(cancel).toHaveBeenCalledOnce();
});

test("leaves a body that is being read elsewhere alone", async () => {
  const fetch: Fetch = async () => {
    const response = new Response("moved", { status: 302 });
    response.body?.getReader();
    return response;
  };
  const error = await failureOf(new Wipsy({ apiKey: "test-key", fetch }).chats.list());
  expect(error).toBeInstanceOf(RedirectError);
});
