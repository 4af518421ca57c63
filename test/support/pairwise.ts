/**
 * Combinations of three factors in which every two levels of different factors occur together. As in a Latin square,
 * every pair of the first two occurs once, and the third rotates. The third must be the smallest.
 */
export function pairwise<A, B, C>(first: readonly A[], second: readonly B[], third: readonly C[]): [A, B, C][] {
  if (third.length > Math.min(first.length, second.length)) throw new RangeError("the third factor is too large");
  return first.flatMap((a, row) =>
    // The cast: an index modulo the length is within the array.
    second.map((b, column): [A, B, C] => [a, b, third[(row + column) % third.length] as C]),
  );
}
