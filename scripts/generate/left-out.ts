/** Thrown when an operation cannot become a method. The message gives the reason as the end of a sentence. */
export class LeftOut extends Error {}

/** @throws LeftOut always */
export function leaveOut(why: string): never {
  throw new LeftOut(why);
}
