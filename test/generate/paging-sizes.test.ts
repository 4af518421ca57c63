import { describe, expect, test } from "vitest";
import { rowsOf } from "../../scripts/generate/rows.ts";
import { listing, onlyList, waysWith } from "./paged.ts";
import { listOf } from "./paged-client.ts";
import { askedOf, serveWorld, worldOf } from "./paged-server.ts";

// Lists whose `limit` is required, or allows only some numbers.

test("a limit that allows only some numbers gives no list method", () => {
  const [row] = rowsOf(listing({ limit: "{ type: integer, enum: [10, 25] }" })).rows;
  expect(row?.operation.list).toBeUndefined();
  expect(row?.unlisted).toMatch(/limit/);
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
