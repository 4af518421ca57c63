import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Checkpoint } from "wipsy-client";
import { propertyRuns, propertySeed } from "../support/seed.ts";
import { expectOnce, few, insert, length, many } from "./changes.ts";
import { type Paged, waysWith } from "./paged.ts";
import { type Item, listOf, type TinyList } from "./paged-client.ts";
import { serveWorld, worldOf } from "./paged-server.ts";

const seed = propertySeed();

/** A checkpoint after storage. */
const kept = (checkpoint: Checkpoint): Checkpoint => JSON.parse(JSON.stringify(checkpoint));

// The place of the parameters makes no difference.
const isQuery = ({ name }: Paged) => !name.endsWith("in a body");
const isPlain = ({ name }: Paged) => !/ in |has_more|from 0/.test(name);

const lists = [
  ...waysWith({ limit: "" })
    .filter(isQuery)
    .map((paged) => ({ ...paged, hasDates: false })),
  // Messages come in another order than the server's: a stop in the middle of a page leaves gaps in it.
  ...waysWith({ limit: "", tag: "Messages" })
    .filter(isPlain)
    .map((paged) => ({
      ...{ ...paged, name: `messages, ${paged.name}` },
      hasDates: true,
    })),
];

/** Reads up to `most` items from a checkpoint, and returns a new one. */
async function readOn(list: TinyList, checkpoint: Checkpoint | undefined, most: number, items: Item[]) {
  const iteration = list.iterate({}, { checkpoint });
  const until = items.length + most;
  for await (const item of iteration) {
    items.push(item);
    if (items.length >= until) break;
  }
  return kept(iteration.checkpoint);
}

describe.each(lists)("$name", (paged) => {
  test("yields each item once across a resume while items are added anywhere", async () => {
    const stops = fc.array(fc.record({ after: fc.integer({ min: 1, max: 15 }), change: many }), { maxLength: 4 });
    const property = fc.asyncProperty(length, stops, fc.array(few, { maxLength: 8 }), async (count, plan, changes) => {
      const world = worldOf(count, paged.hasDates);
      const start = [...world.things];
      const change = (request: number) => insert(world, changes[request - 1]);
      await using server = await serveWorld(paged.paging, world, { change });
      const list = listOf(paged, server.url);
      const items: Item[] = [];
      let checkpoint: Checkpoint | undefined;
      for (const stop of plan) {
        checkpoint = await readOn(list, checkpoint, stop.after, items);
        insert(world, stop.change);
      }
      await readOn(list, checkpoint, Number.POSITIVE_INFINITY, items);
      expectOnce(items, start, world.things);
    });
    await fc.assert(property, { seed, numRuns: propertyRuns(8) });
  });

  test("resumes many times in the first page while items are added before it", async () => {
    const world = worldOf(25, paged.hasDates);
    const start = [...world.things];
    await using server = await serveWorld(paged.paging, world);
    const list = listOf(paged, server.url);
    const items: Item[] = [];
    let checkpoint: Checkpoint | undefined;
    for (let round = 0; round < 9; round += 1) {
      checkpoint = await readOn(list, checkpoint, 10, items);
      world.insert(0, 10);
    }
    await readOn(list, checkpoint, Number.POSITIVE_INFINITY, items);
    expectOnce(items, start, world.things);
  });

  test("resumes page by page", async () => {
    const world = worldOf(35, paged.hasDates);
    const start = [...world.things];
    await using server = await serveWorld(paged.paging, world);
    const list = listOf(paged, server.url);
    const items: Item[] = [];
    let checkpoint: Checkpoint | undefined;
    let rounds = 0;
    for (let isWhole = false; !isWhole; rounds += 1) {
      const iteration = list.iterate({}, { checkpoint });
      for await (const page of iteration.pages()) {
        items.push(...page.items);
        isWhole = page.complete;
        if (page.items.length > 0) break;
      }
      checkpoint = kept(iteration.checkpoint);
      if (rounds < 3) world.insert(0, 13);
    }
    expectOnce(items, start, world.things);
    expect(rounds).toBeLessThan(20);
  });

  test("a checkpoint from the end yields only items added since", async () => {
    const world = worldOf(25, paged.hasDates);
    await using server = await serveWorld(paged.paging, world);
    const list = listOf(paged, server.url);
    const first = list.iterate();
    await first.toArray({ limit: 26 });
    const checkpoint = kept(first.checkpoint);
    expect(await list.iterate({}, { checkpoint }).toArray({ limit: 1 })).toEqual([]);
    world.insert(25, 3);
    const later = await list.iterate({}, { checkpoint }).toArray({ limit: 4 });
    expect(later.map(({ id }) => id).sort()).toEqual(["t25", "t26", "t27"]);
  });
});
