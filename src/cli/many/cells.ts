// What spreadsheets do to a recipient. Never guessed: a phone that lost digits would be somebody else's.

/** How a recipient was damaged, or how it is written. */
export type Cell = { readonly to: string } | { readonly damage: "scientific" | "decimal" };

/** Reads the cell of a recipient: without the marks that make a spreadsheet keep it as text. */
export function recipientIn(cell: string): Cell {
  const text = cell.trim();
  // 5.73001E+11: the last digits are lost.
  if (/^[+-]?\d+([.,]\d+)?e[+-]?\d+$/i.test(text)) return { damage: "scientific" };
  // 573001112233.0 has one digit more than the phone.
  if (/^\+?\d+[.,]\d{1,2}$/.test(text)) return { damage: "decimal" };
  const [, quoted] = /^="(.*)"$/.exec(text) ?? [];
  return { to: quoted ?? text.replace(/^'/, "") };
}
