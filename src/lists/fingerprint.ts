/** A pending piece: text to append, or a value to serialize. */
type Entry = string | { readonly value: unknown };

/** The pieces that an object or array is serialized from. */
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

/** JSON with sorted keys, so that equal values give equal text. Uses a stack, since recursion would limit the depth. */
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
 * A short hash of a value (53 bits, not for secrets). Checkpoints hold it instead of the value, since they are stored
 * and must not contain personal data.
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
