/** The items until it is enough: none is begun after that, nor after a worker has thrown, which closes what all share. */
function* until<Item>(items: readonly Item[], isEnough: () => boolean): Generator<[number, Item]> {
  for (const entry of items.entries()) {
    if (isEnough()) return;
    yield entry;
  }
}

/**
 * What `work` makes of each item, in their order; of the first ones alone when it is enough or one throws before all are
 * begun. At most `width` of them are worked on at a time.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
  isEnough: () => boolean,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = until(items, isEnough);
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
