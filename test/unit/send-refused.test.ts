import { describe, expect, test } from "vitest";
import { InputError, Wipsy } from "wipsy-client";
import { failureOf } from "../support/failure.ts";
import { serve } from "../support/server.ts";

const phone = "+573188779043";
const hola = { to: phone, message: "Hola" };

/** Asserts that a send rejects because of `field` without a request. */
async function expectRefused(message: unknown, field: string, problem: RegExp): Promise<void> {
  await using server = await serve(() => ({ body: { success: true } }));
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url });
  const error = await failureOf(wipsy.messages.send(message as never));
  expect(error).toBeInstanceOf(InputError);
  expect(error).toMatchObject({ operation: "sendMessage", outcome: "not-sent", attempts: 0 });
  // The description's fields are named with their place in the request.
  expect((error as InputError).field.replace(/^body\./, "")).toBe(field);
  expect(error.message).toMatch(problem);
  expect(server.seen).toEqual([]);
}

describe("a prefix that contradicts the channel", () => {
  const stated = { "+573188779043": "whatsapp", "+57 318-8779043": "whatsapp", ig_1: "instagram", fb_1: "messenger" };
  const named = { whatsapp: "whatsapp", instagram: "instagram", messenger: "messenger", facebook: "messenger" };
  const pairs = Object.entries(stated).flatMap(([to, says]) =>
    Object.entries(named)
      .filter(([, means]) => means !== says)
      .map(([channel, means]) => ({ to, channel, says, means })),
  );

  test("covers all pairs", () => expect(pairs).toHaveLength(3 + 3 + 3 + 2));

  test.each(pairs)("$to over $channel", async ({ to, channel, says, means }) => {
    const problem = new RegExp(`is ${means}, but the prefix of to says ${says}`);
    await expectRefused({ to, channel, message: "Hola" }, "channel", problem);
  });
});

describe("fields that work on WhatsApp only", () => {
  const fields = {
    from: "+573000000000",
    quotedMessageId: "wamid.EXAMPLE",
    quotedMessageMetadata: { type: "text", content: "¿Va?" },
  };
  const elsewhere = [
    { to: "ig_1" },
    { to: "fb_1" },
    { to: "1", channel: "instagram" },
    { to: "1", channel: "messenger" },
    { to: "1", channel: "facebook" },
  ];
  const cases = Object.entries(fields).flatMap(([field, value]) =>
    elsewhere.map((where) => ({ field, where, message: { ...where, message: "Hola", [field]: value } })),
  );
  test.each(cases)("$field with $where", ({ field, message }) => expectRefused(message, field, /WhatsApp only/));
});

describe("media", () => {
  test.each([
    ["words", "una foto"],
    ["empty", ""],
    ["a path", "/media/a.jpg"],
    ["a host without a scheme", "example.com/a.jpg"],
    ["without a scheme's name", "//example.com/a.jpg"],
    ["no host", "https://"],
    ["a wrong port", "https://example.com:port/a.jpg"],
    ["a blank before it", " https://example.com/a.jpg"],
    ["one slash", "https:/example.com/a.jpg"],
    ["ftp", "ftp://example.com/a.jpg"],
    ["file", "file:///tmp/a.jpg"],
    ["data", "data:image/png;base64,AAAA"],
    ["javascript", "javascript:alert(1)"],
    ["null", null],
    ["a number", 5],
    ["a URL object", new URL("https://example.com/a.jpg")],
  ])("a mediaUrl that is %s", async (_what, mediaUrl) => {
    await expectRefused({ ...hola, mediaUrl }, "mediaUrl", /mediaUrl must be a URL/);
  });

  test("a mediaType without mediaUrl", () =>
    expectRefused({ ...hola, mediaType: "image" }, "mediaType", /mediaType is given without mediaUrl/));

  test("an unknown mediaType", () =>
    expectRefused({ ...hola, mediaUrl: "https://example.com/a.gif", mediaType: "gif" }, "mediaType", /one of/));
});

describe("recipient", () => {
  test.each<[string, object, RegExp]>([
    ["empty", { to: "" }, /to is empty/],
    ["empty on a channel", { to: "", channel: "instagram" }, /to is empty/],
    ["absent", { to: undefined }, /to is empty/],
    ["a number", { to: 573188779043 }, /to must be a string/],
    ["ambiguous", { to: "828925823321473" }, /prefix ig_ or fb_, or set channel/],
    ["no phone on whatsapp", { to: "marta", channel: "whatsapp" }, /not a phone number/],
    ["too short on whatsapp", { to: "123456", channel: "whatsapp" }, / 6 digits.*country code/],
    ["too long on whatsapp", { to: "1234567890123456", channel: "whatsapp" }, /16 digits.*country code/],
    ["two addresses in one", { to: "a@b@c", channel: "whatsapp" }, /not a phone number/],
    ["a blank in an address", { to: "57 318@s.whatsapp.net", channel: "whatsapp" }, /not a phone number/],
    ["a blank in an id", { to: "marta example", channel: "instagram" }, /invisible character/],
    ["a prefix alone", { to: "fb_", channel: "facebook" }, /prefix without a user id/],
    ["an invisible character in a bare id", { to: "57300\u200b1234567", channel: "messenger" }, /invisible character/],
    ["an invisible character alone", { to: "\u200b", channel: "instagram" }, /invisible character/],
    [
      "an invisible character in an address",
      { to: "573188779043\u200b@s.whatsapp.net", channel: "whatsapp" },
      /invisible character/,
    ],
    ["a phone that begins with 00", { to: "00573188779043", channel: "whatsapp" }, /starts with 0/],
    ["a phone with (0)", { to: "57(0)3188779043", channel: "whatsapp" }, /starts with 0/],
  ])("%s", (_what, recipient, problem) => expectRefused({ message: "Hola", ...recipient }, "to", problem));
});

describe("text", () => {
  test.each([
    ["empty", ""],
    ["blank", " \t\n\u00a0"],
    ["absent", undefined],
    ["null", null],
    ["a number", 5],
    ["an object", { text: "Hola" }],
  ])("%s", (_what, message) => expectRefused({ to: phone, message }, "message", /message is empty/));

  test("empty, even with media", () =>
    expectRefused({ ...hola, message: "", mediaUrl: "https://example.com/a.jpg" }, "message", /even with media/));
});

describe("names and types", () => {
  test.each<[string, object, string, RegExp]>([
    ["an unknown field", { text: "Hola" }, "text", /valid names: to, message, channel/],
    ["a misspelt field", { mediaURL: "https://example.com/a.jpg" }, "mediaURL", /valid names: .*mediaUrl/],
    ["an unknown channel", { channel: "telegram" }, "channel", /one of whatsapp, instagram, facebook, messenger/],
    ["a channel in capitals", { channel: "WhatsApp" }, "channel", /one of/],
    ["a channel that is null", { channel: null }, "channel", /one of/],
    ["a channel in a list", { channel: ["whatsapp"] }, "channel", /one of|string/],
    ["from as a number", { from: 573000000000 }, "from", /must be a string/],
    ["a quote as a number", { quotedMessageId: 1 }, "quotedMessageId", /must be a string or null/],
    [
      "a quote's data as text",
      { quotedMessageMetadata: "x" },
      "quotedMessageMetadata",
      /must be a plain object or null/,
    ],
    [
      "a quote's data as a list",
      { quotedMessageMetadata: [] },
      "quotedMessageMetadata",
      /must be a plain object or null/,
    ],
  ])("%s", (_what, fields, field, problem) => expectRefused({ ...hola, ...fields }, field, problem));

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["text", "Hola"],
    ["a list", [hola]],
    ["a Map", new Map(Object.entries(hola))],
    ["a date", new Date(0)],
    ["a function", () => hola],
  ])("%s instead of a message", (_what, message) => expectRefused(message, "message", /plain object/));
});
