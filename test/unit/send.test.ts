import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { serve } from "../support/server.ts";

const answer = { success: true, messageId: "wamid.EXAMPLE", provider: "meta", data: {} };
const accepting = () => serve(() => ({ body: answer }));

/** The body of a message as the server received it. */
async function bodySent(message: object): Promise<unknown> {
  await using server = await accepting();
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
  await wipsy.messages.send(message as { to: string; message: string });
  expect(server.seen).toHaveLength(1);
  return JSON.parse(server.seen[0]?.body ?? "");
}

test("sends one POST with the key and a JSON body, and resolves to the answer", async () => {
  await using server = await accepting();
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
  const sent = await wipsy.messages.send({ to: "+573188779043", message: "Hola, ¿qué tal? 👋" });
  expect(sent).toEqual({ ...answer, channel: "whatsapp" });
  expect(server.seen).toHaveLength(1);
  expect(server.seen[0]).toMatchObject({
    method: "POST",
    url: "/api-send-message",
    headers: { "x-api-key": "test-key", "content-type": "application/json" },
  });
  expect(server.seen[0]?.headers.authorization).toBeUndefined();
  expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({
    to: "+573188779043",
    message: "Hola, ¿qué tal? 👋",
    channel: "whatsapp",
  });
});

test("keeps the path of the base URL", async () => {
  await using server = await accepting();
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: `${server.url}/functions/v1/` });
  await wipsy.messages.send({ to: "ig_1", message: "Hola" });
  expect(server.seen[0]?.url).toBe("/functions/v1/api-send-message");
});

test("sends two requests for two sends", async () => {
  await using server = await accepting();
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
  await wipsy.messages.send({ to: "ig_1", message: "Hola" });
  await wipsy.messages.send({ to: "ig_1", message: "Hola" });
  expect(server.seen).toHaveLength(2);
});

describe("recipient and channel on the wire", () => {
  test.each([
    ["a phone", { to: "+57 (318) 877-9043" }, { to: "+573188779043", channel: "whatsapp" }],
    ["a bare phone", { to: "57 318 877 9043" }, { to: "573188779043", channel: "whatsapp" }],
    ["an Instagram id", { to: "ig_828925823321473" }, { to: "ig_828925823321473", channel: "instagram" }],
    ["a Messenger id", { to: "fb_123456789" }, { to: "fb_123456789", channel: "messenger" }],
    ["an id with separators", { to: "ig_a.b-c(d)" }, { to: "ig_a.b-c(d)", channel: "instagram" }],
    ["+ and whatsapp", { to: "+57-3188779043", channel: "whatsapp" }, { to: "+573188779043", channel: "whatsapp" }],
    ["ig_ and instagram", { to: "ig_1", channel: "instagram" }, { to: "ig_1", channel: "instagram" }],
    ["fb_ and messenger", { to: "fb_1", channel: "messenger" }, { to: "fb_1", channel: "messenger" }],
    ["fb_ and facebook, as written", { to: "fb_1", channel: "facebook" }, { to: "fb_1", channel: "facebook" }],
    ["a bare id on instagram", { to: "828925823321473", channel: "instagram" }, { to: "828925823321473" }],
    ["a bare id on messenger", { to: "123456789", channel: "messenger" }, { to: "123456789" }],
    ["a bare id on facebook", { to: "123456789", channel: "facebook" }, { to: "123456789", channel: "facebook" }],
    ["a user name on instagram", { to: "marta.example", channel: "instagram" }, { to: "marta.example" }],
    ["15 bare digits on whatsapp", { to: "123456789012345", channel: "whatsapp" }, { to: "123456789012345" }],
    ["a WhatsApp address", { to: "573188779043@s.whatsapp.net", channel: "whatsapp" }, { channel: "whatsapp" }],
    ["channel undefined", { to: "ig_1", channel: undefined }, { channel: "instagram" }],
  ])("%s", async (_what, given, expected) => {
    const message = { ...given, message: "Hola" };
    expect(await bodySent(message)).toEqual({ ...message, ...expected });
  });
});

describe("sends mediaUrl as a URI", () => {
  test.each([
    ["https://example.com/a.jpg", "https://example.com/a.jpg"],
    ["http://example.com/a.jpg", "http://example.com/a.jpg"],
    ["HTTPS://EXAMPLE.com/a.jpg", "https://example.com/a.jpg"],
    ["https://example.com/mi foto.jpg", "https://example.com/mi%20foto.jpg"],
    ["https://example.com/año.jpg?q=niño", "https://example.com/a%C3%B1o.jpg?q=ni%C3%B1o"],
    ["https://example.com/a%20b.jpg?x=1&y=%2F", "https://example.com/a%20b.jpg?x=1&y=%2F"],
  ])("%s", async (mediaUrl, expected) => {
    expect(await bodySent({ to: "ig_1", message: "Mira", mediaUrl })).toEqual({
      to: "ig_1",
      message: "Mira",
      channel: "instagram",
      mediaUrl: expected,
    });
  });
});

describe("the other fields", () => {
  test("are all sent unchanged on WhatsApp", async () => {
    const message = {
      to: "+573188779043",
      message: "  De acuerdo  ",
      channel: "whatsapp",
      mediaUrl: "https://example.com/a.jpg",
      mediaType: "image",
      from: "+573000000000",
      quotedMessageId: "wamid.EXAMPLE",
      quotedMessageMetadata: { type: "text", content: "¿Va?", caption: null, url: null },
    };
    expect(await bodySent(message)).toEqual(message);
  });

  test("omits undefined fields", async () => {
    const message = { mediaUrl: undefined, mediaType: undefined, from: undefined, quotedMessageId: undefined };
    expect(await bodySent({ to: "ig_1", message: "Hola", ...message })).toEqual({
      to: "ig_1",
      message: "Hola",
      channel: "instagram",
    });
  });

  test.each(["+573188779043", "ig_1", "fb_1"])("accepts null quotes to %s", async (to) => {
    const quote = { quotedMessageId: null, quotedMessageMetadata: null };
    expect(await bodySent({ to, message: "Hola", ...quote })).toMatchObject({ to, ...quote });
  });
});
