// Writes the contacts as CSV, for a spreadsheet or another CRM.
//
//   npx tsx examples/contacts-to-csv.ts contacts.csv       without a file: to standard output
//
// WIPSY_API_KEY   the key of the Wipsy account
//
// Its exit code is 0 when these are all contacts; 2 when there may be more than the API gives, which are written; 1 when
// it failed, and what it had is left in contacts.csv.part.

import { type Contact, type IncompleteListError, isWipsyError, Wipsy } from "wipsy-client";
import { csvLine } from "./lib/csv.ts";
import { type Output, openOutput, standardOutput } from "./lib/output.ts";
import { type Progress, showProgress } from "./lib/progress.ts";

const columns: Record<string, (contact: Contact) => string | null | undefined> = {
  id: (contact) => contact.id,
  name: (contact) => contact.name,
  last_name: (contact) => contact.last_name,
  phone: (contact) => contact.phone,
  email: (contact) => contact.email,
  stage: (contact) => contact.pipeline_stage?.name,
  tags: (contact) => contact.tags?.map((tag) => tag.name).join(", "),
};

/** A contact as a line of the CSV. */
export function lineOf(contact: Contact): string {
  return csvLine(Object.values(columns).map((value) => value(contact)));
}

/** What an export came to. */
export interface Exported {
  readonly count: number;
  /** Why these may not be all. */
  readonly cut: IncompleteListError | undefined;
}

/** Writes the contacts as CSV, with a line of names first. */
export async function exportContacts(wipsy: Wipsy, output: Output, progress: Progress): Promise<Exported> {
  let count = 0;
  await output.write(csvLine(Object.keys(columns)));
  try {
    for await (const { items } of wipsy.contacts.iterate().pages()) {
      await output.write(items.map(lineOf).join(""));
      count += items.length;
      progress.add(items.length);
    }
  } catch (error) {
    // It comes when all that can be had was given.
    if (isWipsyError(error, "IncompleteListError")) return { count, cut: error };
    throw error;
  }
  return { count, cut: undefined };
}

async function main(file: string | undefined): Promise<void> {
  const output = file === undefined ? standardOutput : await openOutput(file);
  // Where the contacts themselves go to the terminal, the bar would stand between them.
  const isHidden = file === undefined && process.stdout.isTTY;
  const progress = showProgress("contacts", undefined, isHidden ? { write() {} } : process.stderr);
  let exported: Exported | undefined;
  try {
    exported = await exportContacts(new Wipsy(), output, progress);
  } finally {
    progress.end();
    await output.close(exported !== undefined);
  }
  const { count, cut } = exported;
  console.error(`${count} contacts written.`);
  if (cut === undefined) return;
  console.error("WARNING: THESE ARE NOT ALL. The API gave as many as it can; there may be more contacts.");
  console.error("Do not take a contact that is missing here for deleted.");
  process.exitCode = 2;
}

if (process.argv[1] === import.meta.filename) await main(process.argv[2]);
