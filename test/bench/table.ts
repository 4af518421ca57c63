/** A table in Markdown. Columns of figures, in which every cell begins with a digit or is empty, stand to the right. */
export function tableOf(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => {
    if (cells.length !== head.length) throw new RangeError("a line of another length than the head");
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  };
  const isFigures = (index: number) => index > 0 && lines.every((cells) => /^(\d|$)/.test(cells[index] ?? ""));
  const rule = head.map((_, index) => (isFigures(index) ? "---:" : "---"));
  return [row(head), row(rule), ...lines.map(row)].join("\n");
}
