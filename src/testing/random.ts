/** Random numbers from 0 to 1 that follow from a seed (mulberry32). */
export type Random = () => number;

/** A generator that gives the same numbers for the same seed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A text of `length` characters of an alphabet. */
export function textFrom(random: Random, length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}

/** A UUID, version 4. */
export function uuidFrom(random: Random): string {
  const hex = (length: number) => textFrom(random, length, "0123456789abcdef");
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${textFrom(random, 1, "89ab")}${hex(3)}-${hex(12)}`;
}
