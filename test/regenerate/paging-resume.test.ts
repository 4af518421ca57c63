import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Checkpoint } from "wipsy-client";
import { propertySeed } from "../support/seed.ts";
import { expectOnce, few, insert, length, many } from "./changes.ts";
import { type Item, listOf } from "./client.ts";
import { waysWith } from "./paged.ts";
import { serveWorld, worldOf } from "./paged-server.ts";

const seed = propertySeed();

/** What is left of a checkpoint that was kept somewhere. */
const kept = (checkpoint: Checkpoint): Checkpoint => JSON.parse(JSON.stringify(checkpoint));

const lists = [
  ...waysWith({ limit: "" }).map((paged) => ({ ...paged, hasDates: false })),
  // Messages are given in another order than the server's: a stop in the middle of a window leaves gaps in it.
  ...waysWith({ limit: "", tag: "Messages" }).map((paged) => ({
    ...{ ...paged, name: `messages, ${paged.name}` },
    hasDates: true,
  })),
];

describe.each(lists)("$name", (paged) => {
  test("stops and resumes, wherever items come in meanwhile: each once", async () => {
    const stops = fc.array(fc.record({ after: fc.nat(15), change: many }), { maxLength: 4 });
    const property = fc.asyncProperty(length, stops, fc.array(few, { maxLength: 8 }), async (count, plan, changes) => {
      const world = worldOf(count, paged.hasDates);
      const start = [...world.things];
      const change = (request: number) => insert(world, changes[request - 1]);
      await using server = await serveWorld(paged.paging, world, { change });
      const list = listOf(paged, server.url);
      const items: Item[] = [];
      let checkpoint: Checkpoint | undefined;
      for (const { after, change } of [...plan, { after: Number.POSITIVE_INFINITY, change: undefined }]) {
        const iteration = list.iterate({}, { checkpoint });
        const until = items.length + after;
        if (after > 0) {
          for await (const item of iteration) {
            items.push(item);
            if (items.length >= until) break;
          }
        }
        checkpoint = kept(iteration.checkpoint);
        insert(world, change);
      }
      expectOnce(items, start, world.things);
    });
    await fc.assert(property, { seed, numRuns: 30 });
  });

  test("page by page", async () => {
    const world = worldOf(35, paged.hasDates);
    const start = [...world.things];
    await using server = await serveWorld(paged.paging, world);
    const list = listOf(paged, server.url);
    const items: Item[] = [];
    let checkpoint: Checkpoint | undefined;
    for (let isWhole = false; !isWhole; ) {
      const iteration = list.iterate({}, { checkpoint });
      for await (const page of iteration.pages()) {
        items.push(...page.items);
        isWhole = page.complete;
        if (page.items.length > 0) break;
      }
      checkpoint = kept(iteration.checkpoint);
      world.insert(0, 13);
    }
    expectOnce(items, start, world.things);
  });

  test("one that was taken at the end gives what came in since, and where nothing did, nothing", async () => {
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
