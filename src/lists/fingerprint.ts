/** What is left to write: text as it is, or a value. */
type Entry = string | { readonly value: unknown };

/** An object or an array as it is written, piece by piece. */
function piecesOf(value: object): Entry[] {
  const members: Entry[][] = Array.isArray(value)
    ? value.map((one: unknown) => [{ value: one ?? null }])
    : Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, one]) => [`${JSON.stringify(key)}:`, { value: one }]);
  const pieces = members.flatMap((member, index) => (index === 0 ? member : [",", ...member]));
  return Array.isArray(value) ? ["[", ...pieces, "]"] : ["{", ...pieces, "}"];
}

/** JSON whose keys are in order, so that the same value gives the same text. By a stack: recursion would bound the depth. */
function canonical(value: unknown): string {
  let text = "";
  const left: Entry[] = [{ value }];
  for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
    if (typeof entry === "string") text += entry;
    else if (typeof entry.value !== "object" || entry.value === null) text += JSON.stringify(entry.value);
    else for (const piece of piecesOf(entry.value).reverse()) left.push(piece);
  }
  return text;
}

/**
 * A short text that is another one for another value, as good as surely (53 bits; not for secrets). It stands for the
 * value in checkpoints, which are stored and must hold nobody's data.
 */
export function fingerprintOf(value: unknown): string {
  // cyrb53 mixes two 32-bit states.
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (const character of canonical(value)) {
    const code = character.codePointAt(0) ?? 0;
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
