import { stringify } from "csv-stringify/sync";
import { at, type Row } from "../../lists/page.ts";
import { isPlain } from "../../operation/values.ts";

/** The columns of a CSV: each with its value in an item. What is not plain stays empty. */
export type Columns<Item> = Readonly<Record<string, (item: Item) => unknown>>;

/** The value at a path in an item. */
export const field =
  (...path: string[]) =>
  (item: Row) =>
    at(item, path);

/** A format of an export. */
export interface Format<Item> {
  /** Above the items. */
  readonly header: string;
  readonly linesOf: (items: readonly Item[]) => string;
}

/** A customer chooses the name that is shown, and a spreadsheet would run `=HYPERLINK(…)`. Phones stay as they are. */
function defused(value: string): string {
  return /^\s*[=+\-@＝＋－＠]/.test(value) && !/^\+\d+$/.test(value) ? `'${value}` : value;
}

/** Rows as CSV (RFC 4180), with the characters quoted that some spreadsheet takes for a separator. */
const csv = (rows: readonly (readonly unknown[])[]) =>
  stringify(
    rows.map((row) => row.map((value) => defused(isPlain(value) ? String(value) : ""))),
    { record_delimiter: "windows", quoted_match: /[;\t\r\n]/ },
  );

/** CSV with these columns. */
export function csvOf<Item>(columns: Columns<Item>): Format<Item> {
  const values = Object.values(columns);
  return {
    header: csv([Object.keys(columns)]),
    linesOf: (items) => csv(items.map((item) => values.map((value) => value(item)))),
  };
}

/** JSON Lines: each item as the API returns it. */
export const jsonLines: Format<object> = {
  header: "",
  linesOf: (items) => items.map((item) => `${JSON.stringify(item)}\n`).join(""),
};

/** JSON Lines if `--json` or the file's name says so, else CSV. */
export function formatFor<Item extends object>(
  columns: Columns<Item>,
  file: string | undefined,
  json: boolean | undefined,
): Format<Item> {
  return json || file?.endsWith(".jsonl") ? jsonLines : csvOf(columns);
}
