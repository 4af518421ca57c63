/** One field of a CSV (RFC 4180). */
function fieldOf(value: string): string {
  // A customer can choose the name that is shown: a spreadsheet would run =HYPERLINK(…). A phone is let through as it is.
  const isFormula = /^\s*[=+\-@＝＋－＠]/.test(value) && !/^\+\d+$/.test(value);
  const text = isFormula ? `'${value}` : value;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of a CSV. What is missing becomes an empty field. */
export function csvLine(values: readonly (string | null | undefined)[]): string {
  return `${values.map((value) => fieldOf(value ?? "")).join(",")}\r\n`;
}
