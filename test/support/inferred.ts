import type { OperationTable } from "wipsy-client";
import { operations } from "../../generated/operations.ts";
import type { Types } from "../../generated/resources.ts";

const { getChats, ...rows } = operations.rows;
if (getChats === undefined) throw new Error("the description has no getChats");

/** The bundled operations, with `getChats` marked as inferred. */
export const inferredChats: OperationTable<Types> = {
  ...operations,
  rows: { ...rows, getChats: { ...getChats, evidence: "inferred" } },
};
