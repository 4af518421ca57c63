import { canonical } from "../operation/canonical.ts";

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
