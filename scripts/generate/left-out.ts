/** Thrown where an operation cannot be a method. The message says why, as the end of a sentence. */
export class LeftOut extends Error {}

/** @throws LeftOut */
export function leaveOut(why: string): never {
  throw new LeftOut(why);
}
