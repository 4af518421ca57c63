/** Where generated files are going to live: in this repository, or in the project of somebody who has installed the package. */
export interface House {
  /** Their first line. */
  readonly notice: string;
  /** The import of types that generated files take from the package. */
  imports(names: readonly string[]): string;
  /** How one generated file names another. */
  file(name: string): string;
  /** How a client is made there: what is imported for it, and what it is given. */
  readonly client: { readonly imports: readonly string[]; readonly options: readonly string[] };
}

const wipsy = 'import { Wipsy } from "wipsy-client";';

/** Where the types are at home in `src/`. */
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
};

/** `generated/` of this repository. */
export const repository: House = {
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

/** A folder of a project that has installed the package. */
export const project: House = {
  notice: "// Written by `npx wipsy-client generate`. Not to be edited.",
  imports: (names) => `import type { ${names.join(", ")} } from "wipsy-client";`,
  file: (name) => `./${name}.js`,
  client: { imports: [wipsy, 'import { operations } from "./operations.js";'], options: ["operations"] },
};
