import type { OperationTable } from "../../src/operation/table.ts";
import type { Description } from "../openapi/document.ts";
import type { Destination } from "./destination.ts";
import { literal } from "./print.ts";
import type { Row } from "./rows.ts";
import { apiKeyHeader } from "./security.ts";
import { serverOf } from "./servers.ts";

/** Builds the operation table, without types. */
export function tableOf(description: Description, rows: readonly Row[]): OperationTable<never> {
  return {
    version: String(description.info.version),
    server: serverOf(description).url,
    apiKeyHeader: apiKeyHeader(description),
    rows: Object.fromEntries(rows.map(({ operation }) => [operation.id, operation])),
  };
}

/** Writes `operations.ts`: the operation table, with one row per operation. */
export function operationsFile(description: Description, rows: readonly Row[], destination: Destination): string {
  return `${destination.notice}

${destination.imports(["OperationTable"])}
import type { Types } from "${destination.file("resources")}";

/** The operation table: what a client knows of this description and each of its operations at run time. */
export const operations: OperationTable<Types> = ${literal(tableOf(description, rows), 3)} as const;
`;
}
