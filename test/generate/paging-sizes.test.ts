import { describe, expect, test } from "vitest";
import { listing, onlyList, waysWith } from "./paged.ts";
import { listOf } from "./paged-client.ts";
import { askedOf, serveWorld, worldOf } from "./paged-server.ts";

// Lists whose `limit` allows only some numbers: the client refuses the others before sending.

const few = waysWith({ limit: "{ type: integer, minimum: 1, maximum: 100, enum: [25, 10] }" });

describe.each(few)("page sizes of 10 or 25, by $name", (paged) => {
  test("reads all in the largest pages", async () => {
    const world = worldOf(60);
    await using server = await serveWorld(paged.paging, world);
    const list = listOf(paged, server.url);
    const all = await list.iterate().toArray({ limit: 100 });
    expect(all).toEqual(world.things);
    expect(new Set(server.seen.map((seen) => askedOf(seen, "").limit))).toEqual(new Set([25]));
  });

  test("reads the first items in the smallest page that is enough", async () => {
    const world = worldOf(60);
    await using server = await serveWorld(paged.paging, world);
    const list = listOf(paged, server.url);
    for (const [limit, asked] of [
      [7, 10],
      [10, 10],
      [11, 25],
    ]) {
      expect(await list.iterate().toArray({ limit: Number(limit) })).toEqual(world.things.slice(0, limit));
      expect(server.seen.map((seen) => askedOf(seen, "").limit)).toEqual([asked]);
      server.seen.length = 0;
    }
  });
});

describe("page sizes of 10 or 25 without pagination", () => {
  const paged = {
    name: "",
    description: listing({ limit: "{ type: integer, enum: [10, 25] }" }),
    paging: few[0]?.paging,
  };
  const list = async (count: number) => {
    const by = paged.paging;
    if (by === undefined) throw new Error("no way");
    const world = worldOf(count);
    const server = await serveWorld(by, world);
    return { world, server, list: listOf({ ...paged, paging: by }, server.url) };
  };

  test("reads as many as possible", async () => {
    const { world, server, list: things } = await list(60);
    await using _ = server;
    const found = [];
    for await (const one of things.iterate({}, { incomplete: "allow" })) found.push(one);
    expect(found).toEqual(world.things.slice(0, 25));
    await expect(things.iterate().toArray({ limit: 26 })).rejects.toThrow(/IncompleteListError|more/);
  });

  test("an iteration that stopped in a small page resumes in the largest", async () => {
    const { world, server, list: things } = await list(60);
    await using _ = server;
    const iteration = things.iterate();
    expect(await iteration.toArray({ limit: 7 })).toEqual(world.things.slice(0, 7));
    const { checkpoint } = iteration;
    const rest = [];
    for await (const one of things.iterate({}, { checkpoint, incomplete: "allow" })) rest.push(one);
    expect(rest).toEqual(world.things.slice(7, 25));
    expect(server.seen.map((seen) => askedOf(seen, "").limit)).toEqual([10, 10, 25]);
  });
});

describe.each(waysWith({ limit: "{ type: integer }", required: ["limit"] }))("a required limit, by $name", (paged) => {
  test("reads the whole list", async () => {
    expect(onlyList(paged.description).list).toBeDefined();
    const world = worldOf(120);
    await using server = await serveWorld(paged.paging, world);
    const found = [];
    for await (const one of listOf(paged, server.url).iterate()) found.push(one);
    expect(found).toEqual(world.things);
    expect(server.seen.every((seen) => askedOf(seen, "").limit === 50)).toBe(true);
    server.seen.length = 0;
    expect(await listOf(paged, server.url).iterate().toArray({ limit: 7 })).toEqual(world.things.slice(0, 7));
    expect(server.seen.map((seen) => askedOf(seen, "").limit)).toEqual([7]);
  });
});

describe.each(["offset", "page"])("a required limit and %s", (parameter) => {
  test("are set by iterate", async () => {
    const [paged] = waysWith({ limit: "{ type: integer }", required: ["limit", parameter] }).filter(
      ({ name }) => name === parameter,
    );
    if (paged === undefined) throw new Error("no way");
    const world = worldOf(60);
    await using server = await serveWorld(paged.paging, world);
    expect(await listOf(paged, server.url).iterate().toArray({ limit: 100 })).toEqual(world.things);
  });
});
