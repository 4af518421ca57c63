import fc from "fast-check";
import { expect } from "vitest";
import type { Item } from "./paged-client.ts";
import type { Thing, World } from "./paged-server.ts";

/** What the tiny servers give at once where no limit is asked for. */
export const window = 10;

/** A change of a list: `where` from 0, its beginning, to 1, its end. */
export interface Change {
  readonly where: number;
  readonly count: number;
}

const where = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));

/** Fewer items than a window can bring that are new, so that reading gets on. */
export const few = fc.record({ where, count: fc.integer({ min: 0, max: window - 2 }) });

/** Up to several windows. */
export const many = fc.record({ where, count: fc.integer({ min: 0, max: 4 * window }) });

/** Any number of items in a list. */
export const length = fc.integer({ min: 0, max: 6 * window });

export function insert(world: World, change: Change | undefined): void {
  if (change) world.insert(Math.round(change.where * world.things.length), change.count);
}

export function remove(world: World, change: Change | undefined): void {
  if (change) world.remove(Math.round(change.where * world.things.length), change.count);
}

/** That what was in the list from the beginning to the end came once, and nothing twice. */
export function expectOnce(items: readonly Item[], start: readonly Thing[], end: readonly Thing[]): void {
  const ids = new Set(items.map(({ id }) => id));
  expect(ids.size, "items given twice").toBe(items.length);
  const stayed = new Set(end.map(({ id }) => id));
  expect(start.filter(({ id }) => stayed.has(id) && !ids.has(id))).toEqual([]);
}
