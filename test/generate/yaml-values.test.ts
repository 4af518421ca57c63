import { expect, test } from "vitest";
import { head, saidOf } from "./read-folder.ts";

// A few lines of YAML can stand for billions of values.

const letters = [..."abcdefghijkl"];
const nine = (make: (index: number) => string) => Array.from({ length: 9 }, (_, index) => make(index)).join(", ");
const line = (write: (last: string | undefined) => string) =>
  letters.map((letter, index) => `x-${letter}: &${letter} ${write(letters[index - 1])}`).join("\n");

test.each([
  ["lists of lists", line((last) => `[${nine(() => (last ? `*${last}` : "x"))}]`), /aliases expand to more than/],
  [
    "objects of objects",
    line((last) => `{ ${nine((key) => `k${key}: ${last ? `*${last}` : "x"}`)} }`),
    /aliases expand to more than/,
  ],
  [
    "merges of a large object",
    `x-a: &a { ${Array.from({ length: 3000 }, (_, key) => `k${key}: 1`).join(", ")} }\nx-b:\n${"  - { <<: *a }\n".repeat(2000)}`,
    /merge keys exceeded/,
  ],
])("%s: one clear error", async (_name, text, said) => {
  const message = await saidOf({ "api.yaml": `${head.replace("paths:\n", "paths: {}\n")}${text}\n` });
  expect(message).toMatch(/^api\.yaml/);
  expect(message).toMatch(said);
  expect(message.split("\n")).toHaveLength(1);
});
