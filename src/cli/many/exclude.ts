import { type Address, addressOf, textOf } from "../../campaign/address.ts";
import type { Texts } from "../texts/language.ts";
import { readList } from "./list.ts";

/**
 * Reads a list of opt-outs. Returns a function that finds a recipient in it, however it is written.
 *
 * @throws Error naming a row that is not a recipient: that person would not be left out
 */
export async function readExcluded(file: string, t: Texts): Promise<(address: Address) => boolean> {
  const excluded = new Set<string>();
  const list = await readList(file, "", t);
  let count = 0;
  for await (const { to } of list.rows()) {
    count += 1;
    try {
      excluded.add(textOf(addressOf("--exclude", to)));
    } catch (error) {
      throw new Error(t("many.inRow", { row: list.rowOf(count), problem: (error as Error).message }));
    }
  }
  return (address) => excluded.has(textOf(address));
}
