import type { Description } from "../generate/description.ts";
import { rowsOf } from "../generate/rows.ts";
import type { Change } from "./change.ts";
import type { Operation, OperationPair } from "./operations.ts";

/**
 * What it means that an operation is left out by generation in one of two descriptions: its method goes, or comes,
 * although the operation is in both.
 */
export function leftOutChanges(before: Description, after: Description): (pair: OperationPair) => Change[] {
  const [was, is] = [before, after].map((one) => new Map(rowsOf(one).leftOut.map(({ about, why }) => [about, why])));
  const about = ({ method, path }: Operation) => `${method} ${path}`;
  return (pair) => {
    const [reasonBefore, reason] = [was?.get(about(pair.before)), is?.get(about(pair.after))];
    if ((reasonBefore === undefined) === (reason === undefined)) return [];
    const operation = pair.before.name;
    if (reason === undefined) {
      return [
        { operation, side: "operation", level: "compatible", kind: "added", where: "", what: "has a method now" },
      ];
    }
    const what = `has no method any more: ${reason}`;
    return [{ operation, side: "operation", level: "breaking", kind: "removed", where: "", what }];
  };
}
