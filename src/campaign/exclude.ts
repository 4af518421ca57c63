import { inputError, refuse } from "../errors/refuse.ts";
import { type Address, addressOf, textOf } from "./address.ts";
import { about, type Exclude } from "./options.ts";

/** Whether a recipient is left out. */
export type IsExcluded = (address: Address) => boolean | Promise<boolean>;

const textIn = (entry: string) => textOf(addressOf(`${about}: an entry of exclude`, entry));

/** Looks in a list that may change between two sends. Compares the entries, since a list can change without its size. */
function fromList(list: Iterable<string>): IsExcluded {
  let known: readonly string[] = [];
  let texts = new Set<string>();
  const update = () => {
    const now = [...list];
    if (now.length === known.length && now.every((entry, index) => entry === known[index])) return;
    texts = new Set(now.map(textIn));
    known = now;
  };
  // At once, so that an entry that is not a recipient is reported before anything is sent.
  update();
  return (address) => {
    update();
    return texts.has(textOf(address));
  };
}

/** Asks the caller's function. Anything but an answer stops the campaign, since sending could be wrong. */
function fromFunction(ask: (address: Address) => unknown): IsExcluded {
  return async (address) => {
    let answer: unknown;
    try {
      answer = await ask(address);
    } catch (cause) {
      throw inputError(about, "exclude", "exclude failed, so nothing more was sent", cause);
    }
    return typeof answer === "boolean" ? answer : refuse(about, "exclude", "must return true or false");
  };
}

/**
 * Makes the check of opt-outs.
 *
 * @throws InputError if the list has an entry that is not a recipient; so does the check
 */
export function createExclude(exclude: Exclude = []): IsExcluded {
  return typeof exclude === "function" ? fromFunction(exclude) : fromList(exclude);
}
