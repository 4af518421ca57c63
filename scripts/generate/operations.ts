import type { Description } from "./description.ts";
import type { House } from "./house.ts";
import { literal } from "./print.ts";
import type { Row } from "./rows.ts";

/** The header of the description's API key. */
function apiKeyHeader(description: Description): string {
  const schemes = Object.values(description.components?.securitySchemes ?? {}) as {
    type?: string;
    in?: string;
    name?: string;
  }[];
  return schemes.find((scheme) => scheme.type === "apiKey" && scheme.in === "header")?.name ?? "x-api-key";
}

/** `operations.ts`: the operation table, with one row per operation. */
export function operationsFile(description: Description, rows: readonly Row[], house: House): string {
  const server = description.servers?.[0]?.url.replace(/\/+$/, "");
  if (server === undefined) throw new Error("the description names no server");
  const table = {
    version: description.info.version,
    server,
    apiKeyHeader: apiKeyHeader(description),
    rows: Object.fromEntries(rows.map(({ operation }) => [operation.id, operation])),
  };
  return `${house.notice}

${house.imports(["OperationTable"])}
import type { Types } from "${house.file("resources")}";

/** The operation table: what a client knows of this description and each of its operations at run time. */
export const operations: OperationTable<Types> = ${literal(table, 3)};
`;
}
