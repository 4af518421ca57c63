import fc from "fast-check";
import { expect } from "vitest";
import type { Item } from "./paged-client.ts";
import type { Thing, World } from "./paged-server.ts";

/** The default page size of the tiny servers. */
export const window = 10;

/** A change of a list: `where` is from 0 (the start) to 1 (the end). */
export interface Change {
  readonly where: number;
  readonly count: number;
}

const where = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));

/** Fewer items than a page has, so that reading advances. */
export const few = fc.record({ where, count: fc.integer({ min: 0, max: window - 2 }) });

/** Up to several pages. */
export const many = fc.record({ where, count: fc.integer({ min: 0, max: 4 * window }) });

/** Any number of items in a list. */
export const length = fc.integer({ min: 0, max: 6 * window });

export function insert(world: World, change: Change | undefined): void {
  if (change) world.insert(Math.round(change.where * world.things.length), change.count);
}

export function remove(world: World, change: Change | undefined): void {
  if (change) world.remove(Math.round(change.where * world.things.length), change.count);
}

/** Asserts that items that were in the list throughout came once, and nothing came twice. */
export function expectOnce(items: readonly Item[], start: readonly Thing[], end: readonly Thing[]): void {
  const ids = new Set(items.map(({ id }) => id));
  expect(ids.size, "items given twice").toBe(items.length);
  const stayed = new Set(end.map(({ id }) => id));
  expect(start.filter(({ id }) => stayed.has(id) && !ids.has(id))).toEqual([]);
}
