import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { Iteration } from "wipsy-client";
import { asking, chatId, holding, many, outcomeOf } from "./iterate-support.ts";

const incomplete = (read: number, limit: number | undefined) => ({
  ...{ name: "IncompleteListError", outcome: "rejected", attempts: 1, read, limit },
});

type Server = Awaited<ReturnType<typeof holding>>;
type Options = { incomplete: "allow" };

const lists: Record<string, (server: Server, options?: Options) => Iteration<unknown>> = {
  chats: ({ wipsy }, options) => wipsy.chats.iterate({}, options),
  contacts: ({ wipsy }, options) => wipsy.contacts.iterate({}, options),
  products: ({ wipsy }, options) => wipsy.products.iterate({}, options),
  tags: ({ wipsy }, options) => wipsy.tags.iterate({}, options),
  pipelineStages: ({ wipsy }, options) => wipsy.pipelineStages.iterate({}, options),
  customFields: ({ wipsy }, options) => wipsy.customFields.iterate({}, options),
  messages: ({ wipsy }, options) => wipsy.messages.iterate({ chatId }, options),
  "agent chats": ({ agent }, options) => agent.chats.iterate({}, options),
  "agent messages": ({ agent }, options) => agent.messages.iterate({ chatId }, options),
};

function iterate(name: string, server: Server, options?: Options): Iteration<unknown> {
  const found = lists[name];
  if (found === undefined) throw new Error(`no list ${name}`);
  return found(server, options);
}

test("keeps its query when the caller changes the object", async () => {
  await using server = await holding(many(3));
  const query = { chatId };
  const iteration = server.wipsy.messages.iterate(query);
  query.chatId = "00000000-0000-4000-8000-000000000002";
  expect((await outcomeOf(iteration)).items).toHaveLength(3);
  expect(server.seen.map(({ url }) => url)).toEqual([expect.stringContaining(`chatId=${chatId}`)]);
});

describe("yields each item once, in as few pages as possible", () => {
  test.each<[string, number, (number | undefined)[], number | undefined]>([
    ["chats", 0, [100], undefined],
    ["chats", 99, [100], undefined],
    ["chats", 100, [100], 100],
    ["chats", 250, [100], 100],
    // Half a page does not show that a server has a limit.
    ["chats", 50, [100], undefined],
    ["contacts", 250, [500], undefined],
    ["contacts", 499, [500], undefined],
    ["contacts", 500, [500], 500],
    ["contacts", 501, [500], 500],
    ["agent chats", 0, [undefined], undefined],
    ["agent chats", 999, [undefined], undefined],
    ["agent chats", 1000, [undefined], 1000],
    ["agent chats", 1001, [undefined], undefined],
    ...["products", "tags", "pipelineStages", "customFields"].flatMap(
      (name): [string, number, undefined[], number | undefined][] => [
        [name, 7, [undefined], undefined],
        [name, 1000, [undefined], 1000],
      ],
    ),
    ...["agent messages", "messages"].flatMap((name): [string, number, number[], number | undefined][] => [
      [name, 0, [50], undefined],
      [name, 25, [50], undefined],
      [name, 49, [50], undefined],
      [name, 51, [50, 100], undefined],
      [name, 99, [50, 100], undefined],
      [name, 101, [50, 100, 200], undefined],
      [name, 701, [50, 100, 200, 400, 800], undefined],
      [name, 1001, [50, 100, 200, 400, 800, 1600], undefined],
      // As many as a server's own limit would leave.
      [name, 50, [50, 100], 50],
      [name, 150, [50, 100, 200], 150],
      [name, 200, [50, 100, 200, 400], 200],
      [name, 1000, [50, 100, 200, 400, 800, 1600], 1000],
    ]),
  ])("%s: %d", async (name, count, limits, cutAt) => {
    const items = many(count);
    await using server = await holding(items);
    const all = await outcomeOf(iterate(name, server));
    const read = cutAt ?? count;
    expect(all.items).toEqual(items.slice(0, read));
    expect(server.limits()).toEqual(limits);
    if (cutAt === undefined) expect(all.error).toBeUndefined();
    else expect(all.error).toMatchObject(incomplete(read, limits.at(-1)));
    const allowed = await outcomeOf(iterate(name, server, { incomplete: "allow" }));
    expect(allowed).toEqual({ items: items.slice(0, read), error: undefined });
  });

  test("a full page is the end if the server has returned more before", async () => {
    let held = many(60);
    await using server = await asking((limit) => ({ body: { messages: held.slice(0, limit) } }));
    await server.agent.messages.iterate({ chatId }).toArray({ limit: 1000 });
    held = many(50);
    expect(await outcomeOf(server.agent.messages.iterate({ chatId }))).toEqual({ items: many(50), error: undefined });
  });

  test("a multiple of 50 is the end if the description sets a maximum", async () => {
    await using server = await holding(many(450));
    expect(await server.wipsy.contacts.iterate().toArray({ limit: 460 })).toHaveLength(450);
    const copies = many(250).flatMap((item) => [item, item]);
    await using other = await holding(copies.slice(0, 450));
    expect(await other.wipsy.contacts.iterate().toArray({ limit: 300 })).toHaveLength(225);
  });

  test.each([50, 100, 250, 500, 800, 1000])(
    "reports an incomplete list when the server returns at most %d messages",
    async (most) => {
      await using server = await holding(many(3000), most);
      const { items, error } = await outcomeOf(server.agent.messages.iterate({ chatId }));
      expect(items).toEqual(many(most));
      expect(error).toMatchObject({ name: "IncompleteListError", read: most });
    },
  );

  test.each([400, 413, 422, 500, 504, 546])(
    "reports an incomplete list when the server answers %d to a limit above 100",
    async (status) => {
      await using server = await asking((limit = 0) =>
        limit > 100 ? { status, body: { error: "limit" } } : { body: { messages: many(limit) } },
      );
      const { items, error } = await outcomeOf(server.agent.messages.iterate({ chatId }));
      expect(items).toEqual(many(100));
      expect(error).toMatchObject({ ...incomplete(100, 200), cause: { status } });
      expect(String(error)).toMatch(/the server rejects a larger page/);
      const allowed = server.agent.messages.iterate({ chatId }, { incomplete: "allow" });
      expect(await outcomeOf(allowed)).toEqual({ items: many(100), error: undefined });
      // It refuses again after a resume, which does not count as a failed first page.
      const { checkpoint } = allowed;
      const later = await outcomeOf(server.agent.messages.iterate({ chatId }, { checkpoint }));
      expect(later).toMatchObject({ items: [], error: { name: "IncompleteListError", read: 0, limit: 200 } });
    },
  );

  test.each(["contacts", "agent chats", "agent messages"])(
    "%s: throws the error of a failed first page",
    async (name) => {
      await using server = await asking(() => ({ status: 500, body: { error: "down" } }));
      const { items, error } = await outcomeOf(iterate(name, server, { incomplete: "allow" }));
      expect(items).toEqual([]);
      expect(error).toMatchObject({ name: "ServerError", status: 500 });
    },
  );

  test("throws the error of a failed first page after a resume, too", async () => {
    await using server = await asking((_, count) =>
      count > 1 ? { status: 500, body: {} } : { body: { data: many(10) } },
    );
    const first = server.wipsy.contacts.iterate();
    for await (const _ of first) break;
    const options = { checkpoint: first.checkpoint, incomplete: "allow" } as const;
    await expect(server.wipsy.contacts.iterate({}, options).toArray({ limit: 5 })).rejects.toMatchObject({
      status: 500,
    });
  });
});

test("the error says how much was read and what to do, without data of the items", async () => {
  await using server = await holding(many(100).map((item) => ({ ...item, status: "geheim" })));
  const { error } = await outcomeOf(server.wipsy.chats.iterate());
  expect(String(error)).toMatch(/getChats: 100 items were read.*may be more.*incomplete: "allow"/);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ operation: "getChats", read: 100, limit: 100 });
  expect(inspect(error, { depth: 9 })).not.toContain("geheim");
});

describe("pages", () => {
  test("yields each page with new items, and the last one says whether the list is complete", async () => {
    await using server = await holding(many(120));
    const pages = [];
    for await (const page of server.agent.messages.iterate({ chatId }).pages()) pages.push(page);
    expect(pages).toEqual([
      { items: many(50), limit: 50, complete: false },
      { items: many(50, 50), limit: 100, complete: false },
      { items: many(20, 100), limit: 200, complete: true },
    ]);
  });

  test("yields one empty page for an empty list", async () => {
    await using server = await holding([]);
    const { items } = await outcomeOf(server.wipsy.tags.iterate().pages());
    expect(items).toEqual([{ items: [], limit: undefined, complete: true }]);
  });

  test("ends with the error if there may be more", async () => {
    await using server = await holding(many(100));
    const { items, error } = await outcomeOf(server.wipsy.chats.iterate().pages());
    expect(items).toEqual([{ items: many(100), limit: 100, complete: false }]);
    expect(error).toMatchObject(incomplete(100, 100));
  });
});

describe("toArray", () => {
  test.each<[string, number, (number | undefined)[]]>([
    ["chats", 1, [1]],
    ["chats", 100, [100]],
    ["contacts", 7, [7]],
    ["contacts", 500, [500]],
    ["agent chats", 7, [undefined]],
    ["agent messages", 7, [7]],
    ["agent messages", 50, [50]],
    ["agent messages", 70, [50, 70]],
    ["agent messages", 500, [50, 100, 200, 400, 500]],
  ])("%s: reads the first %d and requests no more", async (name, limit, limits) => {
    await using server = await holding(many(2000));
    expect(await iterate(name, server).toArray({ limit })).toEqual(many(limit));
    expect(server.limits()).toEqual(limits);
  });

  test("requests another page when the server repeats items", async () => {
    await using server = await holding(many(40).flatMap((item) => [item, item]));
    expect(await server.wipsy.chats.iterate().toArray({ limit: 10 })).toEqual(many(10));
    expect(server.limits()).toEqual([10, 20]);
  });

  test("returns fewer items if the list has no more, and throws if there may be more", async () => {
    await using server = await holding(many(101));
    expect(await server.wipsy.contacts.iterate().toArray({ limit: 400 })).toHaveLength(101);
    await expect(server.wipsy.chats.iterate().toArray({ limit: 101 })).rejects.toMatchObject(incomplete(100, 100));
    const allowed = server.wipsy.chats.iterate({}, { incomplete: "allow" });
    expect(await allowed.toArray({ limit: 101 })).toHaveLength(100);
  });

  test("leaves a checkpoint after its last item", async () => {
    await using server = await holding(many(70));
    const iteration = server.agent.messages.iterate({ chatId });
    expect(await iteration.toArray({ limit: 30 })).toEqual(many(30));
    const { checkpoint } = iteration;
    const rest = server.agent.messages.iterate({ chatId }, { checkpoint });
    expect(await outcomeOf(rest)).toEqual({ items: many(40, 30), error: undefined });
  });

  test.each([undefined, {}, { limit: undefined }])("reads the whole list with %j", async (options) => {
    await using server = await holding(many(101));
    expect(await server.wipsy.contacts.iterate().toArray(options)).toEqual(many(101));
    expect(await server.agent.messages.iterate({ chatId }).toArray(options)).toEqual(many(101));
    await expect(server.wipsy.chats.iterate().toArray(options)).rejects.toMatchObject(incomplete(100, 100));
    expect(await server.wipsy.chats.iterate({}, { incomplete: "allow" }).toArray(options)).toHaveLength(100);
  });

  test.each<[string, unknown]>([
    ["options", null],
    ["options", 5],
    ["limt", { limt: 5 }],
    ["limit", { limit: 0 }],
    ["limit", { limit: 1.5 }],
    ["limit", { limit: "5" }],
    ["limit", { limit: Number.POSITIVE_INFINITY }],
  ])("refuses %s: %j before sending", async (field, options) => {
    await using server = await holding([]);
    const wanted = server.wipsy.chats.iterate().toArray(options as never);
    await expect(wanted).rejects.toMatchObject({ name: "InputError", field, operation: "getChats" });
    expect(server.seen).toEqual([]);
  });
});

describe("a larger page with fewer items than the previous one", () => {
  const shrinking = (count: number) =>
    asking((limit = 0) => ({ body: { success: true, data: many(limit > 50 ? count : 50) } }));

  test.each([0, 10, 24])("ends as incomplete with less than half: %d of 50", async (count) => {
    await using server = await shrinking(count);
    const { items, error } = await outcomeOf(server.wipsy.messages.iterate({ chatId }));
    expect(items).toHaveLength(50);
    expect(error).toMatchObject(incomplete(50, 100));
  });

  test.each([25, 49])("counts as deletions with half or more: %d of 50", async (count) => {
    await using server = await shrinking(count);
    const { items, error } = await outcomeOf(server.wipsy.messages.iterate({ chatId }));
    expect([items.length, error]).toEqual([50, undefined]);
  });
});

describe("a larger page that is refused with a success status", () => {
  const refusing = () =>
    asking((limit = 0) => ({
      body: limit > 50 ? { success: false, error: "limit" } : { success: true, data: many(50) },
    }));

  test("ends with an IncompleteListError", async () => {
    await using server = await refusing();
    const { items, error } = await outcomeOf(server.wipsy.messages.iterate({ chatId }));
    expect(items).toHaveLength(50);
    expect(error).toMatchObject({ ...incomplete(50, 100), cause: { name: "ApiError", status: 200 } });
  });

  test("ends without an error if that is allowed", async () => {
    await using server = await refusing();
    const { items, error } = await outcomeOf(server.wipsy.messages.iterate({ chatId }, { incomplete: "allow" }));
    expect([items.length, error]).toEqual([50, undefined]);
  });
});
