import type { Texts } from "../texts/language.ts";
import { recipientIn } from "./cells.ts";
import { type Dialect, encodingsOf, headersOf, isOtherEncoding, rowsOf } from "./csv.ts";

/** A recipient, with the fields that the message names. */
export interface ListRow {
  readonly to: string;
  readonly [field: string]: string;
}

/** A list of recipients that has been read once and found sound. */
export interface List {
  readonly encoding: Dialect["encoding"];
  /** How many recipients it has. */
  readonly size: number;
  /** Reads the recipients again. */
  rows(): AsyncGenerator<ListRow>;
  /** The row in the spreadsheet of a recipient, counted from 1: below the header, and with the empty rows. */
  rowOf(recipient: number): number;
}

/** The names of the recipients' column. `to` is taken before the others. */
const recipientNames = ["phone", "teléfono", "telefono"];

const asName = (cell: string) => cell.trim().toLowerCase().normalize("NFC");

/** Where the recipients and each field are in a row; a text that says what the header lacks. */
interface Places {
  readonly to: number;
  readonly fields: readonly (readonly [name: string, column: number])[];
  readonly width: number;
}

/** The names in a message's `{name}`. */
const fieldsIn = (message: string): string[] =>
  [...message.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name.trim());

function placesIn(header: readonly string[], fields: readonly string[], t: Texts): Places | string {
  const names = header.map(asName);
  const others = names.flatMap((name, column) => (recipientNames.includes(name) ? [column] : []));
  const to = names.indexOf("to");
  const [column = to] = to < 0 && others.length === 1 ? others : [];
  if (column < 0) return others.length > 1 ? t("many.severalRecipients") : t("many.noRecipients");
  const found = fields.map((name) => [name, names.indexOf(asName(name))] as const);
  const missing = found.filter(([, at]) => at < 0).map(([name]) => `{${name}}`);
  if (missing.length > 0) return t("many.noColumn", { names: missing.join(", ") });
  const twice = found.find(([name, at]) => names.lastIndexOf(asName(name)) !== at);
  return twice ? t("many.columnTwice", { name: `{${twice[0]}}` }) : { to: column, fields: found, width: header.length };
}

/** A row of the list; `undefined` if it is empty; or what is wrong with it. */
function rowIn(cells: readonly string[], { to, fields, width }: Places, t: Texts): ListRow | string | undefined {
  if (cells.every((cell) => cell.trim() === "")) return undefined;
  // Cells have moved: another person's name would be in the message.
  if (cells.slice(width).some((cell) => cell.trim() !== "")) return t("many.tooManyCells");
  const cell = recipientIn(cells[to] ?? "");
  if ("damage" in cell) return t(`many.${cell.damage}`);
  return { ...Object.fromEntries(fields.map(([name, column]) => [name, (cells[column] ?? "").trim()])), to: cell.to };
}

/** How the list is written: with the delimiter that gives it all columns, or else the most of them. */
async function dialectOf(file: string, encoding: Dialect["encoding"], fields: readonly string[], t: Texts) {
  const headers = await headersOf(file, encoding);
  const found = headers.map(({ dialect, header }) => ({ dialect, header, places: placesIn(header, fields, t) }));
  const sound = found.flatMap(({ dialect, places }) => (typeof places === "string" ? [] : [{ dialect, places }]));
  const [best] = sound.sort((a, b) => b.places.width - a.places.width);
  const [most] = found.sort((a, b) => b.header.length - a.header.length);
  if (best) return best;
  throw new Error(typeof most?.places === "string" ? most.places : t("many.noRecipients"));
}

/** At most so many rows are named in an error. */
export const mostNamed = 10;

async function read(file: string, encoding: Dialect["encoding"], fields: readonly string[], t: Texts): Promise<List> {
  const { dialect, places } = await dialectOf(file, encoding, fields, t);
  const empty: number[] = [];
  const problems: string[] = [];
  let [row, size] = [0, 0];
  const note = (problem: string) => {
    if (problems.length < mostNamed) problems.push(t("many.inRow", { row, problem }));
  };
  try {
    for await (const cells of rowsOf(file, dialect)) {
      row += 1;
      const found = row === 1 ? undefined : rowIn(cells, places, t);
      if (typeof found === "string") note(found);
      if (typeof found === "object") size += 1;
      if (row > 1 && found === undefined) empty.push(row);
    }
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith("CSV_")) throw error;
    row += 1;
    note(t("many.openQuote"));
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return {
    ...{ encoding, size },
    async *rows() {
      let isHeader = true;
      for await (const cells of rowsOf(file, dialect)) {
        const found = isHeader ? undefined : rowIn(cells, places, t);
        isHeader = false;
        if (typeof found === "object") yield found;
      }
    },
    rowOf: (recipient) => empty.reduce((at, emptyRow) => (emptyRow <= at ? at + 1 : at), recipient + 1),
  };
}

/**
 * Reads a list of recipients: a CSV with a column `to` or `phone`, and the columns of the message.
 *
 * @param message the message whose `{name}` are columns
 * @throws Error if a column is missing, or naming the rows that a spreadsheet has damaged
 */
export async function readList(file: string, message: string, t: Texts): Promise<List> {
  const fields = fieldsIn(message);
  const reserved = fields.find((name) => name === "key" || name === "channel");
  if (reserved) throw new Error(t("many.reserved", { name: `{${reserved}}` }));
  const [first = "utf-8", other] = await encodingsOf(file).catch(({ code }: NodeJS.ErrnoException) => {
    throw new Error(t("unreadable", { file: file, code: String(code) }));
  });
  try {
    return await read(file, first, fields, t);
  } catch (error) {
    if (other === undefined || !isOtherEncoding(error)) throw error;
    return read(file, other, fields, t);
  }
}
