/** The examples in the doc comments of a generated file, each a program. */
export function examplesIn(resources: string): string[] {
  const blocks = [...resources.matchAll(/^ +\* ```ts\n(.*?)^ +\* ```$/gms)];
  return blocks.map(([, lines = ""]) => lines.replace(/^ +\* ?/gm, ""));
}

/** All of them as one file, which compiles if each of them does. */
export function oneProgram(examples: readonly string[]): string {
  const lines = examples.map((text) => text.split("\n"));
  const isImport = (line: string) => line.startsWith("import ");
  const imports = [...new Set(lines.flat().filter(isImport))];
  const functions = lines.map(
    (own, index) => `export async function e${index}() {\n${own.filter((line) => !isImport(line)).join("\n")}}\n`,
  );
  return `${imports.join("\n")}\n${functions.join("")}`;
}
