// Writes the contacts as CSV, for a spreadsheet or another CRM.
//
//   npx tsx examples/contacts-to-csv.ts contacts.csv       without a file: to standard output
//
// WIPSY_API_KEY   the key of the Wipsy account

import { writeFile } from "node:fs/promises";
import { type Contact, Wipsy } from "wipsy-client";

const columns: Record<string, (contact: Contact) => string | null | undefined> = {
  id: (contact) => contact.id,
  name: (contact) => contact.name,
  last_name: (contact) => contact.last_name,
  phone: (contact) => contact.phone,
  email: (contact) => contact.email,
  stage: (contact) => contact.pipeline_stage?.name,
  tags: (contact) => contact.tags?.map((tag) => tag.name).join(", "),
};

/** One field of a CSV (RFC 4180). */
function fieldOf(value: string): string {
  // A customer can choose the name that is shown: a spreadsheet would run =HYPERLINK(…). A phone is let through as it is.
  const isFormula = /^\s*[=+\-@＝＋－＠]/.test(value) && !/^\+\d+$/.test(value);
  const text = isFormula ? `'${value}` : value;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The contacts as CSV, with a line of names first. */
export function csvOf(contacts: Contact[]): string {
  const rows = contacts.map((contact) => Object.values(columns).map((value) => value(contact) ?? ""));
  return [Object.keys(columns), ...rows].map((row) => `${row.map(fieldOf).join(",")}\r\n`).join("");
}

if (process.argv[1] === import.meta.filename) {
  const [, , file] = process.argv;
  // 500 is the most that the API gives, and it has no second page.
  const { items, complete } = await new Wipsy().contacts.list({ limit: 500 });
  if (file === undefined) process.stdout.write(csvOf(items));
  // For the owner's eyes only: these are people.
  else await writeFile(file, csvOf(items), { mode: 0o600 });
  console.error(`${items.length} contacts written.`);
  if (!complete) {
    console.error("WARNING: THESE ARE NOT ALL. The API gave as many as it can; there may be more contacts.");
    console.error("Do not take a contact that is missing here for deleted.");
  }
}
