// Writes the contacts as CSV, for a spreadsheet or another CRM.
//
//   npx tsx examples/contacts-to-csv.ts contacts.csv       without a file: to standard output
//
// WIPSY_API_KEY   the key of the Wipsy account
//
// Exit code: 0 if these are all contacts; 2 if there may be more than the API returned; 1 if it failed, with the contacts
// so far in contacts.csv.part.

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

/** The result of an export. */
export interface Exported {
  readonly count: number;
  /** Why these may not be all. */
  readonly cut: IncompleteListError | undefined;
}

/** Writes the contacts as CSV, with a header line. */
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
    // Thrown after the last contact that the API returns.
    if (isWipsyError(error, "IncompleteListError")) return { count, cut: error };
    throw error;
  }
  return { count, cut: undefined };
}

async function main(file: string | undefined): Promise<void> {
  const output = file === undefined ? standardOutput : await openOutput(file);
  // If the contacts themselves go to the terminal, the bar would be among them.
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
