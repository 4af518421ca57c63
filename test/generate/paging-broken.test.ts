import { describe, expect, test } from "vitest";
import { isWipsyError } from "wipsy-client";
import { serve } from "../support/server.ts";
import { listing, type Paged, way } from "./paged.ts";
import { type Item, listOf } from "./paged-client.ts";
import { askedOf, type Thing, worldOf } from "./paged-server.ts";

const size = 10;
const things = (from: number, count = size): Thing[] => worldOf(from + count).things.slice(from);

/** Reads a list from a server that answers by the list's own parameter and the number of the request. */
async function readFrom(paged: Paged, answer: (value: string | undefined, count: number) => object) {
  await using server = await serve((seen, count) => {
    if (count > 500) throw new Error("an endless loop");
    return { body: answer(askedOf(seen, paged.paging.parameter).value, count) };
  });
  const items: Item[] = [];
  const list = listOf(paged, server.url);
  try {
    for await (const item of list.iterate()) items.push(item);
  } catch (error) {
    if (isWipsyError(error)) return { items, error, requests: server.seen.length };
    throw error;
  }
  return { items, error: undefined, requests: server.seen.length };
}

const standstill = {
  name: "DecodeError",
  outcome: "unknown",
  message: expect.stringContaining("not advancing"),
};
const cursor = way("cursor, next_cursor");
const nested = way("cursor, next_cursor and has_more in an object");
const startingAfter = way("starting_after");

describe("a list that does not advance ends with an error after its items", () => {
  test("a cursor that never moves", async () => {
    const { items, error, requests } = await readFrom(cursor, () => ({ data: things(0), next_cursor: "A" }));
    expect(error).toMatchObject(standstill);
    expect(items).toEqual(things(0));
    expect(requests).toBe(2);
  });

  test("a cursor that never moves, while items come", async () => {
    const answer = (_: unknown, count: number) => ({ data: things(count * size), next_cursor: "7" });
    const { items, error, requests } = await readFrom(cursor, answer);
    expect(error).toMatchObject(standstill);
    expect(items).toEqual(things(size, 2 * size));
    expect(requests).toBe(2);
  });

  test("a cursor that stops moving", async () => {
    const answer = (value = "0") => {
      const here = Number(value);
      return { data: things(here * size), next_cursor: String(Math.min(here + 1, 6)) };
    };
    const { items, error, requests } = await readFrom(cursor, answer);
    expect(error).toMatchObject(standstill);
    expect(items).toEqual(things(0, 7 * size));
    // At once: the next page would be the same.
    expect(requests).toBe(7);
  });

  test.each([2, 3, 7, 100])("a cycle of %d cursors", async (round) => {
    const answer = (value = "c0") => {
      const here = Number(value.slice(1));
      return { data: things(here * size), next_cursor: `c${here < round ? here + 1 : 1}` };
    };
    const { items, error, requests } = await readFrom(cursor, answer);
    expect(error).toMatchObject(standstill);
    expect(new Set(items.map(({ id }) => id)).size).toBe((round + 1) * size);
    expect(requests).toBeLessThanOrEqual(4 * round);
  });

  test("new cursors to the same items", async () => {
    const answer = (_: unknown, count: number) => ({ data: things(0), next_cursor: `c${count}` });
    const { items, error, requests } = await readFrom(cursor, answer);
    expect(error).toMatchObject(standstill);
    expect(items).toEqual(things(0));
    expect(requests).toBeLessThan(15);
  });

  test.each(["starting_after", "starting_after, in a body", "starting_after, has_more"])(
    "a server that ignores %s",
    async (name) => {
      const { items, error, requests } = await readFrom(way(name), () => ({ data: things(0), has_more: true }));
      expect(error).toMatchObject(standstill);
      expect(items).toEqual(things(0));
      expect(requests).toBe(2);
    },
  );

  test.each([
    "offset",
    "offset, has_more",
    "offset, in a body",
    "page",
    "page from 0",
    "page, has_more",
    "page, in a body",
  ])("a server that ignores %s", async (name) => {
    for (const count of [1, 2, size]) {
      const answer = () => ({ data: things(0, count), has_more: true });
      const { items, error, requests } = await readFrom(way(name), answer);
      expect(error).toMatchObject(standstill);
      expect(items).toEqual(things(0, count));
      expect(requests).toBeLessThan(15);
    }
  });

  test.each(["page, has_more", "offset, has_more"])("%s: more items are promised but never come", async (name) => {
    const answer = (_: unknown, count: number) => ({ data: count > 1 ? [] : things(0), has_more: true });
    const { items, error } = await readFrom(way(name), answer);
    expect(error?.name).toMatch(/DecodeError|IncompleteListError/);
    expect(items).toEqual(things(0));
  });
});

describe("invalid cursors", () => {
  test.each([{}, true, ["A"]])("%j as a next cursor", async (next) => {
    const { items, error } = await readFrom(cursor, () => ({ data: things(0), next_cursor: next }));
    expect(error).toMatchObject({ name: "DecodeError", message: expect.stringContaining("next cursor") });
    // Received items are returned before the cursor is checked.
    expect(items).toEqual(things(0));
  });

  test("more items without a cursor", async () => {
    const { items, error } = await readFrom(nested, () => ({
      data: things(0),
      meta: { has_more: true, next_cursor: null },
    }));
    expect(error).toMatchObject({
      name: "IncompleteListError",
      read: size,
      limit: 1000,
      attempts: 1,
      outcome: "rejected",
    });
    expect(items).toEqual(things(0));
  });

  test("a last item without the id that the next request needs", async () => {
    const { items, error } = await readFrom(startingAfter, () => ({ data: [{ id: "t0" }, { rank: 1 }] }));
    expect(error).toMatchObject({ name: "IncompleteListError", read: 2 });
    expect(items).toEqual([{ id: "t0" }, { rank: 1 }]);
  });
});

describe("a list ends with", () => {
  test.each([undefined, null, ""])("%j as a next cursor", async (next) => {
    const { error, requests } = await readFrom(cursor, () => ({ data: things(0), next_cursor: next }));
    expect([error, requests]).toEqual([undefined, 1]);
  });

  test.each(["starting_after, has_more", "offset, has_more", "page, has_more"])("%s that is false", async (name) => {
    const { error, requests } = await readFrom(way(name), () => ({ data: things(0), has_more: false }));
    expect([error, requests]).toEqual([undefined, 1]);
  });

  test("has_more that is false, though there is a cursor", async () => {
    const answer = () => ({ data: things(0), meta: { has_more: false, next_cursor: "A" } });
    const { error, requests } = await readFrom(nested, answer);
    expect([error, requests]).toEqual([undefined, 1]);
  });

  test("a list does not end with an empty page that has a cursor", async () => {
    const answer = (value = "0") => ({
      data: Number(value) < 20 ? [] : things(0),
      next_cursor: Number(value) < 20 ? `${Number(value) + 1}` : null,
    });
    const { items, error, requests } = await readFrom(cursor, answer);
    expect([items, error, requests]).toEqual([things(0), undefined, 21]);
  });
});

test("skips empty pages, except the last", async () => {
  await using server = await serve((_, count) => ({
    body: { data: count === 3 ? things(0) : [], next_cursor: count < 5 ? `c${count}` : null },
  }));
  const pages = [];
  for await (const page of listOf(cursor, server.url).iterate().pages()) pages.push(page);
  expect(pages).toEqual([
    { items: things(0), limit: 1000, complete: false },
    { items: [], limit: 1000, complete: true },
  ]);
});

test.each([true, false])("has_more: %s decides, not the number of items", async (more) => {
  await using server = await serve(() => ({ body: { data: things(0), has_more: more } }));
  const list = listOf(way("starting_after, has_more"), server.url);
  expect((await list.list({ limit: size })).complete).toBe(!more);
  expect((await list.list({ limit: size + 1 })).complete).toBe(!more);
});

test("a list of pages without a limit is complete only after an empty page", async () => {
  const paged: Paged = {
    ...way("page"),
    description: listing({ limit: "", parameters: { page: "{ type: integer }" } }),
  };
  await using server = await serve((seen) => ({ body: { data: seen.url.includes("page=9") ? [] : things(0) } }));
  const list = listOf(paged, server.url);
  expect((await list.list()).complete).toBe(false);
  expect((await list.list({ page: 9 })).complete).toBe(true);
});

describe("looks for the known items again after a stop", () => {
  test.each(["offset", "page"])("%s: all items are gone", async (name) => {
    const world = worldOf(100);
    const paged = way(name);
    await using server = await serve((seen) => {
      const { value = "0" } = askedOf(seen, paged.paging.parameter);
      const start = name === "page" ? (Number(value) - 1) * size : Number(value);
      return { body: { data: world.things.slice(start, start + size) } };
    });
    const list = listOf(paged, server.url);
    const iteration = list.iterate();
    let count = 0;
    for await (const _ of iteration) {
      count += 1;
      if (count === 25) break;
    }
    world.things = world.things.slice(0, 5);
    const { checkpoint } = iteration;
    const again = list.iterate({}, { checkpoint, incomplete: "allow" }).toArray({ limit: 100 });
    await expect(again).rejects.toMatchObject({
      ...{ name: "IncompleteListError", read: 0, limit: 1000 },
      message: expect.stringContaining("start again"),
    });
  });
});
