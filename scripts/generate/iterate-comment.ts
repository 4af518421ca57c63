import type { ListShape } from "../../src/operation/table.ts";
import type { Description } from "../openapi/document.ts";
import { firstPage } from "./lists.ts";
import type { Row } from "./rows.ts";

/** Whether the description leaves open which page is the first. */
function isFirstUnknown(description: Description, row: Row, { in: where, paging }: ListShape): boolean {
  const taken = where === "body" ? row.body?.fields : row.parameters.query;
  const page = paging && taken?.schemas[paging.parameter];
  return page !== undefined && paging?.first === undefined && firstPage(description, page) === undefined;
}

/** Describes how much of a list `iterate` can read, for its doc comment. */
export function iterateComment(description: Description, row: Row, list: ListShape): string {
  const { in: where, paging } = list;
  const limit = row.operation[where]?.limit;
  if (paging?.by === "page") {
    const unknown = "It begins at page 1, because the description does not say which page is the first.";
    return [
      "Page by page, to the end. It can miss an item that moves to an earlier page when others are deleted meanwhile.",
      ...(isFirstUnknown(description, row, list) ? [unknown] : []),
    ].join(" ");
  }
  if (paging) return "Page by page, to the end.";
  const largest = limit?.maximum;
  if (largest !== undefined)
    return `At most ${largest} (the largest page): throws an \`IncompleteListError\` when there may be more.`;
  if (limit) return "In pages that double in size, as far as the server goes.";
  return "The API sets no page size: throws an `IncompleteListError` at 1,000 items, where there may be more.";
}
