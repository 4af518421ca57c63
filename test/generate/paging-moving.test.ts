import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isWipsyError } from "wipsy-client";
import { propertyRuns, propertySeed } from "../support/seed.ts";
import { type Change, expectOnce, few, insert, length, many, remove, window } from "./changes.ts";
import { type Paged, waysWith } from "./paged.ts";
import { type Item, listOf } from "./paged-client.ts";
import { serveWorld, type World, worldOf } from "./paged-server.ts";

const seed = propertySeed();
// The place of the parameters makes no difference.
const ways = waysWith({ limit: "" }).filter(({ name }) => !name.endsWith("in a body"));
const named = (...names: string[]) => ways.filter(({ name }) => names.includes(name));

/** Reads a whole list that changes after each answer, into `items`. */
async function readWhile(paged: Paged, world: World, change: (request: number) => void, items: Item[]): Promise<void> {
  await using server = await serveWorld(paged.paging, world, { change });
  for await (const item of listOf(paged, server.url).iterate()) items.push(item);
}

/** Reads a list that gains items after each request, and expects all earlier items. */
async function expectAll(paged: Paged, count: number, changes: readonly Change[]): Promise<void> {
  const world = worldOf(count);
  const start = [...world.things];
  const items: Item[] = [];
  await readWhile(paged, world, (request) => insert(world, changes[request - 1]), items);
  expectOnce(items, start, world.things);
}

test.each(ways)("$name: items added between two requests", async (paged) => {
  const property = fc.asyncProperty(length, fc.array(few, { maxLength: 8 }), (count, changes) =>
    expectAll(paged, count, changes),
  );
  await fc.assert(property, { seed, numRuns: propertyRuns(12) });
});

// Items can come again if more than a page was added before them: old items are not remembered.
test.each(named("cursor, next_cursor", "starting_after", "offset", "offset, has_more"))(
  "$name: any number of items added between two requests",
  async (paged) => {
    const property = fc.asyncProperty(length, many, fc.nat(4), (count, change, after) =>
      expectAll(
        paged,
        count,
        [...Array<undefined>(after), change].map((one) => one ?? { where: 0, count: 0 }),
      ),
    );
    await fc.assert(property, { seed, numRuns: propertyRuns(20) });
  },
);

describe.each(named("offset", "offset, has_more", "page", "page, has_more"))("$name", (paged) => {
  test.each([window - 1, window])("%d items at once push a whole page onto the next one", async (count) => {
    const front = { where: 0, count };
    await expectAll(paged, 35, [front]);
    await expectAll(paged, 35, [front, front]);
    await expectAll(paged, 35, [{ where: 0, count: 0 }, front, { where: 0, count: 3 }]);
  });

  test("a list that grows at its start as fast as it is read ends with an error", async () => {
    const world = worldOf(35);
    const items: Item[] = [];
    const reading = readWhile(paged, world, () => world.insert(0, window), items);
    await expect(reading).rejects.toThrow("not advancing");
    expect(items).toEqual(worldOf(window).things);
  });
});

test.each(named("offset"))("$name: a single item pushed on by others", async (paged) => {
  await expectAll(paged, 1, [
    { where: 1, count: 1 },
    { where: 0, count: 2 },
  ]);
});

test.each(named("offset", "offset, has_more"))(
  "$name: loses no remaining item silently when others are deleted",
  async (paged) => {
    let whole = 0;
    const changes = fc.array(fc.tuple(fc.option(few), fc.option(few)), { maxLength: 8 });
    const property = fc.asyncProperty(length, changes, async (count, todo) => {
      const world = worldOf(count);
      const start = [...world.things];
      const items: Item[] = [];
      const change = (request: number) => {
        const [gone, come] = todo[request - 1] ?? [];
        remove(world, gone ?? undefined);
        insert(world, come ?? undefined);
      };
      try {
        await readWhile(paged, world, change, items);
      } catch (error) {
        if (!isWipsyError(error, "IncompleteListError")) throw error;
        expect(error.read).toBe(items.length);
        expect(error.message).toMatch(/start again/);
        expectOnce(items, [], []);
        return;
      }
      whole += 1;
      expectOnce(items, start, world.things);
    });
    const numRuns = propertyRuns(40);
    await fc.assert(property, { seed, numRuns });
    // About one run in six fails. Few runs vary a lot, so the bound is far from that.
    expect(whole).toBeGreaterThan(numRuns / 8);
  },
);
