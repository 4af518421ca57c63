import { describe, expect, test } from "vitest";
import { propertyRuns } from "../support/seed.ts";
import { way, ways } from "./paged.ts";
import { listOf } from "./paged-client.ts";
import { serveWorld, worldOf } from "./paged-server.ts";

const window = 1000;

/** The maximum size of a checkpoint per item. */
const perThing = '"fingerprint",'.length;

describe.each(ways)("$name", (paged) => {
  test.each([0, 1, window - 1, window, window + 1, 2 * window])("yields %d items once, in order", async (count) => {
    const world = worldOf(count);
    await using server = await serveWorld(paged.paging, world);
    const iteration = listOf(paged, server.url).iterate();
    const pages = [];
    for await (const page of iteration.pages()) pages.push(page);
    expect(pages.flatMap(({ items }) => items)).toEqual(world.things);
    expect(pages.map(({ complete }) => complete)).toEqual(pages.map((_, index) => index === pages.length - 1));
    expect(pages.every(({ limit }) => limit === window)).toBe(true);
    // If nothing marks the last page, its end is requested again.
    expect(server.seen.length).toBeLessThanOrEqual(Math.ceil(count / (window - 1)) + 2);
  });

  test("reads a server with smaller pages than requested", async () => {
    const world = worldOf(1000);
    await using server = await serveWorld(paged.paging, world, { most: 70 });
    const list = listOf(paged, server.url);
    // A server with its own page size skips nothing as long as it counts in its own pages.
    const all = await list.iterate().toArray({ limit: 1001 });
    expect(all).toEqual(world.things);
  });

  test("reads the first items in one request", async () => {
    const world = worldOf(100);
    await using server = await serveWorld(paged.paging, world);
    expect(await listOf(paged, server.url).iterate().toArray({ limit: 7 })).toEqual(world.things.slice(0, 7));
    expect(server.seen).toHaveLength(1);
    expect(`${server.seen[0]?.url}${server.seen[0]?.body}`).toMatch(/limit"?[=:]7\b/);
  });

  test.each(["limit", paged.paging.parameter])("refuses %s, which iterate sets", (name) => {
    const { iterate } = listOf(paged, "http://127.0.0.1:9");
    expect(() => iterate({ [name]: 1 })).toThrow(`${name} is set by iterate`);
  });

  test("a page says whether there is more", async () => {
    await using server = await serveWorld(paged.paging, worldOf(11));
    const list = listOf(paged, server.url);
    expect((await list.list({ limit: 10 })).complete).toBe(false);
    expect((await list.list({ limit: 12 })).complete).toBe(true);
  });
});

describe.each(["cursor, next_cursor, in a body", "starting_after", "offset", "page"])("%s", (name) => {
  const many = propertyRuns(100_000);
  test(`yields ${many} items while others are added, and remembers less than two pages`, async () => {
    const world = worldOf(many);
    const paged = way(name);
    const change = (request: number) => {
      if (request % 10 === 0) world.insert(0, 3);
    };
    await using server = await serveWorld(paged.paging, world, { change });
    const iteration = listOf(paged, server.url).iterate();
    let count = 0;
    let largest = 0;
    const wrong: unknown[] = [];
    for await (const { id } of iteration) {
      if (id !== `t${count}`) wrong.push(id);
      count += 1;
      // At the start, in the middle and at the end of pages.
      if (count % 499 === 0 || count % window < 2)
        largest = Math.max(largest, JSON.stringify(iteration.checkpoint).length);
    }
    expect(wrong).toEqual([]);
    expect(count).toBe(many);
    expect(largest).toBeGreaterThan(window * 5);
    expect(largest).toBeLessThan(2 * window * perThing + 200);
  });
});
