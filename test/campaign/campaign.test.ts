import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { sendMany } from "wipsy-client/campaign";
import { memoryStore } from "wipsy-client/stores/memory";
import { failureOf, thrownBy } from "../support/failure.ts";
import { people, phone, resultsOf, statesOf, world } from "./world.ts";

// What a campaign sends, under which keys, and what it reports.

const november = { name: "november-offer", message: "Hola {name}" } as const;
const keyOf = (text: string) => `november-offer:${createHash("sha256").update(text).digest("hex")}`;

test("sends to each row in order, and run again it sends nothing", async () => {
  await using at = await world();
  const campaign = sendMany(at.wipsy, people(3), november);
  const results = await resultsOf(campaign);
  expect(results).toMatchObject([
    { row: 1, state: "accepted", channel: "whatsapp", recipient: people(1)[0], sent: { success: true } },
    { row: 2, state: "accepted" },
    { row: 3, state: "accepted" },
  ]);
  expect(at.api.sent.map(({ message }) => message)).toEqual(["Hola Name 0", "Hola Name 1", "Hola Name 2"]);
  expect(campaign.report).toEqual({
    ...{ isComplete: true, rows: 3, states: { accepted: 3 }, unknown: [] },
    channels: { whatsapp: { accepted: 3 } },
  });
  const again = await resultsOf(sendMany(at.client(), people(3), november));
  expect(again.map(({ state, sent }) => [state, sent?.messageId])).toEqual(
    results.map(({ sent }) => ["replayed", sent?.messageId]),
  );
  expect(at.reached()).toEqual([0, 1, 2].map(phone));
});

test("goes on where an earlier run ended, and tries again what was not sent", async () => {
  await using at = await world({ maxRetries: 0 });
  at.api.fail({ operation: "sendMessage", status: 400 });
  for await (const { row } of sendMany(at.wipsy, people(4), november)) if (row === 2) break;
  const again = sendMany(at.wipsy, people(4), november);
  expect(await statesOf(again)).toEqual(["accepted", "replayed", "accepted", "accepted"]);
  expect(at.reached().toSorted()).toEqual([0, 1, 2, 3].map(phone));
});

test("the store holds neither a phone nor a text", async () => {
  await using at = await world();
  const results = await resultsOf(sendMany(at.wipsy, people(2), november));
  const records = JSON.stringify(await at.store.list({ limit: 100 }));
  expect(results.map(({ key }) => key)).toEqual([0, 1].map((index) => keyOf(`whatsapp ${phone(index)}`)));
  for (const { key = "none" } of results) expect(records).toContain(key);
  for (const secret of [phone(0).slice(1), phone(1).slice(1), "Hola", "Name"]) expect(records).not.toContain(secret);
});

test("a row's own key replaces the recipient's", async () => {
  await using at = await world();
  const rows = [1, 2].map((order) => ({ to: phone(0), message: `Order ${order}`, key: `order-${order}` }));
  const results = await resultsOf(sendMany(at.wipsy, rows, { name: "orders" }));
  expect(results).toMatchObject([
    { state: "accepted", key: "orders:order-1" },
    { state: "accepted", key: "orders:order-2" },
  ]);
  expect(at.api.sent).toEqual([
    expect.objectContaining({ message: "Order 1" }),
    expect.not.objectContaining({ key: "order-2" }),
  ]);
});

test("rows of whole messages go out on every channel, with their media", async () => {
  await using at = await world();
  const media = { mediaUrl: "https://example.com/a.jpg", mediaType: "image" } as const;
  const rows = [
    { to: phone(0), message: "Hola", ...media },
    { to: "ig_111", message: "Hola" },
    { to: "222", channel: "facebook", message: "Hola" },
  ] as const;
  const campaign = sendMany(at.wipsy, rows, { name: "n" });
  await resultsOf(campaign);
  expect(at.api.sent).toMatchObject([
    { to: phone(0), channel: "whatsapp", ...media },
    { to: "ig_111", channel: "instagram" },
    { to: "fb_222", channel: "messenger" },
  ]);
  const { channels } = campaign.report;
  expect(channels).toEqual({ whatsapp: { accepted: 1 }, instagram: { accepted: 1 }, messenger: { accepted: 1 } });
  expect(at.api.violations).toEqual([]);
});

describe("the same person twice", () => {
  const spellings = [
    [{ to: phone(0) }, { to: phone(0).slice(1) }],
    [{ to: phone(0) }, { to: "+57 (300) 111-0000" }],
    [{ to: phone(0) }, { to: `${phone(0).slice(1)}@s.whatsapp.net`, channel: "whatsapp" }],
    [{ to: "ig_111" }, { to: "111", channel: "instagram" }],
    [{ to: "fb_111" }, { to: "111", channel: "facebook" }],
  ] as const;
  test.each(spellings)("%o and %o get one message", async (one, other) => {
    await using at = await world();
    const rows = [one, other].map((who) => ({ ...who, message: "Hola" }));
    expect(await statesOf(sendMany(at.wipsy, rows, { name: "n" }))).toEqual(["accepted", "duplicate"]);
    expect(await statesOf(sendMany(at.wipsy, rows, { name: "n" }))).toEqual(["replayed", "replayed"]);
    expect(at.api.sent).toHaveLength(1);
  });

  test("while the first is still under way", async () => {
    await using at = await world();
    at.api.delay(100);
    const rows = [phone(0), phone(0), phone(1)].map((to) => ({ to, message: "Hola" }));
    const results = await resultsOf(sendMany(at.wipsy, rows, { name: "n", concurrency: 3 }));
    expect(results.map(({ row, state }) => [row, state])).toEqual([
      [2, "duplicate"],
      [3, "accepted"],
      [1, "accepted"],
    ]);
    expect(at.api.sent).toHaveLength(2);
  });

  test("under two names is a duplicate, also when the campaign is resumed", async () => {
    await using at = await world();
    const rows = [
      { to: phone(0), name: "Ana" },
      { to: phone(0), name: "Ana María" },
    ];
    expect(await statesOf(sendMany(at.wipsy, rows, november))).toEqual(["accepted", "duplicate"]);
    expect(await statesOf(sendMany(at.wipsy, rows, november))).toEqual(["replayed", "duplicate"]);
    expect(at.api.sent).toMatchObject([{ message: "Hola Ana" }]);
  });

  test("gets no second attempt in one run after a failure", async () => {
    await using at = await world();
    at.api.fail({ operation: "sendMessage", status: 400 });
    const rows = [{ to: phone(0) }, { to: phone(0) }];
    const options = { name: "n", message: "Hola" };
    expect(await statesOf(sendMany(at.wipsy, rows, options))).toEqual(["rejected", "duplicate"]);
    expect(await statesOf(sendMany(at.wipsy, rows, options))).toEqual(["accepted", "duplicate"]);
  });
});

describe("the text stays what it was", () => {
  const changes = [
    ["another template", { ...november, message: "Adiós {name}" }],
    ["no template", { name: november.name }],
  ] as const;
  test.each(changes)("%s under the same name is an error before anything is sent", async (_what, options) => {
    await using at = await world();
    await resultsOf(sendMany(at.wipsy, people(1), november));
    const rows = people(2).map((row) => ({ to: row.to, name: row.name, message: "Hola" }));
    const again = sendMany(at.wipsy, rows as never[], options as never);
    expect(await failureOf(resultsOf(again))).toMatchObject({ name: "IdempotencyError", reason: "different-input" });
    expect(at.api.sent).toHaveLength(1);
    expect(again.report).toMatchObject({ isComplete: false, rows: 0 });
  });

  test("without a template, another message for a recipient stops the campaign", async () => {
    await using at = await world();
    const rows = (text: string) => people(3).map(({ to }, index) => ({ to, message: index === 1 ? text : "Hola" }));
    for await (const { row } of sendMany(at.wipsy, rows("Hola"), { name: "n" })) if (row === 2) break;
    const again = sendMany(at.wipsy, rows("Adiós"), { name: "n" });
    expect(await failureOf(resultsOf(again))).toMatchObject({ name: "IdempotencyError", reason: "different-input" });
    expect(again.report).toMatchObject({ isComplete: false, states: { replayed: 1, "not-sent": 1 } });
    expect(at.reached()).toEqual([phone(0), phone(1)]);
  });

  test("with a template, a corrected name of somebody who got no message is reported", async () => {
    await using at = await world();
    at.api.fail({ operation: "sendMessage", status: 400 });
    const options = { ...november };
    await resultsOf(sendMany(at.wipsy, [{ to: phone(0), name: "Jose" }], options));
    const [result] = await resultsOf(sendMany(at.wipsy, [{ to: phone(0), name: "José" }], options));
    expect(result).toMatchObject({ state: "not-sent", error: { reason: "different-input" } });
    expect(at.api.sent).toEqual([]);
  });
});

describe("a template", () => {
  test("takes texts, numbers and a field in several places", async () => {
    await using at = await world();
    const rows = [{ to: phone(0), name: "Ana", points: 12, "first name": "A" }];
    const message = "{name}: { points } {first name} {name} {}";
    expect(await statesOf(sendMany(at.wipsy, rows, { name: "n", message }))).toEqual(["accepted"]);
    expect(at.api.sent).toMatchObject([{ message: "Ana: 12 A Ana {}" }]);
  });

  test.each([undefined, null, "", "  ", Number.NaN, {}])("a row whose field is %j is invalid", async (name) => {
    await using at = await world();
    const [result] = await resultsOf(sendMany(at.wipsy, [{ to: phone(0), name }], november));
    expect(result).toMatchObject({ state: "invalid", error: { name: "InputError", field: "name" } });
    expect(at.api.sent).toEqual([]);
  });

  test("does not read inherited fields", async () => {
    await using at = await world();
    const rows = [{ to: phone(0) }];
    const [result] = await resultsOf(sendMany(at.wipsy, rows, { name: "n", message: "Hola {toString}" }));
    expect(result).toMatchObject({ state: "invalid", error: { field: "toString" } });
  });
});

describe("refuses", () => {
  const wipsy = new Wipsy({ apiKey: "test-key", idempotency: memoryStore() });
  const cases: readonly (readonly [field: string, options: object])[] = [
    ["name", {}],
    ["name", { name: "" }],
    ["name", { name: "a:b" }],
    ["name", { name: "a\n" }],
    ["name", { name: "a".repeat(191) }],
    ["message", { name: "n", message: " " }],
    ["exclude", { name: "n", exclude: "+573001110000" }],
    ["concurrency", { name: "n", concurrency: 0 }],
    ["perSecond", { name: "n", perSecond: 0 }],
    ["stopAfter", { name: "n", stopAfter: 3 }],
    ["failures", { name: "n", stopAfter: { rate: 0.5 } }],
    ["rate", { name: "n", stopAfter: { failures: 1, rate: 20 } }],
    ["in", { name: "n", stopAfter: { failures: 1, in: 2 } }],
    ["signal", { name: "n", signal: {} }],
    ["onProgress", { name: "n", onProgress: {} }],
    ["total", { name: "n", total: -1 }],
    ["retries", { name: "n", retries: 1 }],
  ];
  test.each(cases)("%s: %j", (field, options) => {
    expect(thrownBy(() => sendMany(wipsy, [], options as never))).toMatchObject({ name: "InputError", field });
  });

  test.each([["+573001110000"], [7], [undefined], [{}]])("recipients: %j", (recipients) => {
    const make = () => sendMany(wipsy, recipients as never, { name: "n" });
    expect(thrownBy(make)).toMatchObject({ name: "InputError", field: "recipients" });
  });

  test("a client without a store, and what is not a client", () => {
    const make = (client: object) => () => sendMany(client, [], { name: "n" });
    expect(thrownBy(make(new Wipsy()))).toMatchObject({ name: "InputError", field: "idempotency" });
    expect(thrownBy(make({ ...wipsy }))).toMatchObject({ name: "InputError", field: "wipsy" });
  });

  test("a store that neither has the campaign's text nor takes it", async () => {
    const store = { ...memoryStore(), get: async () => undefined, put: async () => false };
    await using at = await world({ idempotency: store });
    const error = await failureOf(resultsOf(sendMany(at.wipsy, people(1), november)));
    expect(error).toMatchObject({ name: "IdempotencyError", reason: "store", outcome: "not-sent" });
    expect(at.reached()).toEqual([]);
  });

  test("a second loop over one campaign", async () => {
    await using at = await world();
    const campaign = sendMany(at.wipsy, people(1), november);
    await resultsOf(campaign);
    expect(thrownBy(() => campaign[Symbol.asyncIterator]())).toMatchObject({ name: "InputError", field: "campaign" });
  });
});

describe("an invalid row", () => {
  const invalid = [
    ["to", { to: "3001110000", message: "Hola" }],
    ["to", { to: "", message: "Hola" }],
    ["to", { message: "Hola" }],
    ["to", { to: 573001110000, message: "Hola" }],
    ["channel", { to: "ig_1", channel: "whatsapp", message: "Hola" }],
    ["channel", { to: "1", channel: "telegram", message: "Hola" }],
    ["message", { to: phone(0) }],
    ["mediaUrl", { to: phone(0), message: "Hola", mediaUrl: "file:///a" }],
    ["body.texto", { to: phone(0), message: "Hola", texto: "" }],
    ["key", { to: phone(0), message: "Hola", key: "" }],
    ["key", { to: phone(0), message: "Hola", key: 7 }],
    ["key", { to: phone(0), message: "Hola", key: "k".repeat(254) }],
    ["key", { to: phone(0), message: "Hola", key: "a\n" }],
    ["row", ["+573001110000"]],
    ["row", null],
  ] as const;
  test.each(invalid)("with a wrong %s is reported: %j", async (field, row) => {
    await using at = await world();
    const campaign = sendMany(at.wipsy, [row] as never[], { name: "n" });
    const [result] = await resultsOf(campaign);
    expect(result).toMatchObject({ row: 1, state: "invalid", error: { name: "InputError", field } });
    expect(String(result?.error)).not.toContain("300111");
    expect(campaign.report).toMatchObject({ isComplete: true, states: { invalid: 1 }, channels: {} });
    expect(at.api.requests).toEqual([]);
  });

  const rows = [{ to: phone(0) }, { to: "300" }, { to: phone(1) }, { to: "" }];
  const options = { name: "n", message: "Hola" };
  const sources = [
    ["an array", () => rows],
    ["a Set", () => new Set(rows)],
    ["a function", () => () => rows.values()],
  ] as const;
  test.each(sources)("of %s is reported before the first send", async (_what, source) => {
    await using at = await world();
    const seen: unknown[] = [];
    for await (const { row, state } of sendMany(at.wipsy, source(), options)) {
      seen.push([row, state, at.api.sent.length]);
    }
    expect(seen).toEqual([
      [2, "invalid", 0],
      [4, "invalid", 0],
      [1, "accepted", 1],
      [3, "accepted", 2],
    ]);
  });

  test("of an iterator is reported when it comes", async () => {
    await using at = await world();
    expect((await resultsOf(sendMany(at.wipsy, rows.values(), options))).map(({ row }) => row)).toEqual([1, 2, 3, 4]);
  });

  test("check() counts rows by channel and sends nothing", async () => {
    await using at = await world();
    const campaign = sendMany(at.wipsy, [...rows, { to: "ig_1" }], options);
    expect(await campaign.check()).toEqual({
      ...{ rows: 5, invalid: 2, channels: { whatsapp: 2, instagram: 1 } },
      problems: [
        { row: 2, error: expect.objectContaining({ field: "to" }) },
        { row: 4, error: expect.objectContaining({ field: "to" }) },
      ],
    });
    expect(at.api.requests).toEqual([]);
    expect(await at.store.list({ limit: 1 })).toEqual([]);
    expect(await statesOf(campaign)).toEqual(["accepted", "invalid", "accepted", "invalid", "accepted"]);
    const once = sendMany(at.wipsy, rows.values(), options);
    expect(await failureOf(once.check())).toMatchObject({ name: "InputError", field: "recipients" });
  });
});
