import { statSync } from "node:fs";
import { type Address, addressOf, textOf } from "../../campaign/address.ts";
import type { Texts } from "../texts/language.ts";
import { readList } from "./list.ts";

/** Adds the people of a list. An error names a row that is not a recipient: that person would not be left out. */
async function addPeople(people: Set<string>, file: string, t: Texts): Promise<void> {
  const list = await readList(file, "", t);
  let count = 0;
  for await (const { to } of list.rows()) {
    count += 1;
    people.add(textOf(addressOf(t("many.inRow", { row: list.rowOf(count), problem: "send-many" }), to)));
  }
}

/**
 * Reads a list of opt-outs. Returns a function that finds a recipient in it, however it is written, and first reads a file
 * that has changed. Nobody is taken off meanwhile: a file that is half written may lack people.
 *
 * @throws Error if the file is unusable; so does the function
 */
export async function openExcluded(file: string, t: Texts): Promise<(address: Address) => Promise<boolean>> {
  const people = new Set<string>();
  let [version, reading] = ["", Promise.resolve()];
  const update = () => {
    const { mtimeMs, size } = statSync(file, { throwIfNoEntry: false }) ?? {};
    if (version !== `${mtimeMs} ${size}`)
      reading = addPeople(people, file, t).catch(({ message }) => Promise.reject(new Error(`--exclude: ${message}`)));
    version = `${mtimeMs} ${size}`;
    return reading;
  };
  await update();
  return async (address) => {
    await update();
    return people.has(textOf(address));
  };
}
