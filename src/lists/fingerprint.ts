/** A text that is the same for equal values, whatever the order of keys. Uses a stack: recursion would limit the depth. */
function canonical(value: unknown): string {
  let text = "";
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one !== "object" || one === null) {
      text += `${JSON.stringify(one)},`;
      continue;
    }
    const members = new Map(Object.entries(one).filter(([, member]) => member !== undefined));
    const keys = [...members.keys()].sort();
    text += Array.isArray(one) ? `[${keys.length},` : JSON.stringify(keys);
    for (const key of keys) left.push(members.get(key));
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
