import type { OperationTable } from "wipsy-client";
import { operations } from "../../generated/operations.ts";
import type { Types } from "../../generated/resources.ts";

const { getChats, ...rows } = operations.rows;
if (getChats === undefined) throw new Error("the description has no getChats");

/** The bundled operations, as if no page showed `getChats`: whatever the description has inferred, or not. */
export const inferredChats: OperationTable<Types> = {
  ...operations,
  rows: { ...rows, getChats: { ...getChats, evidence: "inferred" } },
};
