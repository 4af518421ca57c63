/** Where generated files go: into this repository or a user's project. */
export interface Destination {
  /** The first line of each file. */
  readonly notice: string;
  /** Returns the import statements for types of the package. */
  imports(names: readonly string[]): string;
  /** Returns the import specifier of another generated file. */
  file(name: string): string;
  /** The imports and options that examples need to create a client. */
  readonly client: { readonly imports: readonly string[]; readonly options: readonly string[] };
}

const wipsy = 'import { Wipsy } from "wipsy-client";';

/** The file in `src/` that exports each type. */
const homes: Readonly<Record<string, string>> = {
  Call: "call/call",
  CallOptions: "call/call",
  WriteOptions: "call/call",
  IterateOptions: "lists/iterate",
  Iteration: "lists/iterate",
  Loose: "request/input",
  Item: "lists/page",
  Page: "lists/page",
  OperationTable: "operation/table",
  ApiTexts: "mcp/texts",
};

/** This repository's `generated/`. */
export const repository: Destination = {
  notice: "// Written by `npm run generate`. Not to be edited.",
  imports(names) {
    const files = [...new Set(names.map((name) => homes[name]))].sort();
    const line = (file: string | undefined) =>
      `import type { ${names.filter((name) => homes[name] === file).join(", ")} } from "../src/${file}.ts";`;
    return files.map(line).join("\n");
  },
  file: (name) => `./${name}.ts`,
  client: { imports: [wipsy], options: [] },
};

/** A folder in a user's project. */
export const project: Destination = {
  notice: "// Written by `npx wipsy-client generate`. Not to be edited.",
  imports: (names) => `import type { ${names.join(", ")} } from "wipsy-client";`,
  file: (name) => `./${name}.js`,
  client: { imports: [wipsy, 'import { operations } from "./operations.js";'], options: ["operations"] },
};
