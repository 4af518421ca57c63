import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, inject, test } from "vitest";
import { installed } from "./install.ts";

// The size of the package, and of parts of it, for its users.

/** A program's own code and all that it imports, as a bundler makes it for a browser: minified. */
async function bundleOf(code: string, folder: string): Promise<Uint8Array> {
  const bundled = await build({
    stdin: { contents: code, resolveDir: folder },
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
  });
  const [file] = bundled.outputFiles;
  if (file === undefined) throw new Error("esbuild wrote nothing");
  return file.contents;
}

const stores = ["memory", "sqlite", "postgres", "redis"];
const queues = ["wipsy-client/bullmq", "wipsy-client/pg-boss"];
/** All but the queues, which have budgets of their own. */
const everything = [
  ...["wipsy-client", "wipsy-client/feed", "wipsy-client/raw"],
  ...stores.map((name) => `wipsy-client/stores/${name}`),
];

/** The maximum size of a program, and the minimum if the bundler kept what it uses. These budgets only go down. */
const budgets: readonly (readonly [what: string, least: number, most: number, code: string])[] = [
  ["Wipsy with its operation table", 5000, 23_400, 'export { Wipsy } from "wipsy-client";'],
  ...stores.map(
    (name) =>
      [`${name}Store alone`, 200, 2_500, `export { ${name}Store } from "wipsy-client/stores/${name}";`] as const,
  ),
  ...queues.map((name) => [`${name} alone`, 500, 1_500, `export * from "${name}";`] as const),
  ["detectChannel alone", 500, 1_024, 'export { detectChannel } from "wipsy-client";'],
  ["all entry points together", 10_000, 35_950, everything.map((name) => `export * from "${name}";`).join("\n")],
  ["wipsy-client/testing alone", 5000, 12_000, 'export * from "wipsy-client/testing";'],
  ["wipsy-client/campaign without a use", 0, 50, 'import "wipsy-client/campaign";'],
  ["all entry points without a use", 0, 50, [...everything, ...queues].map((name) => `import "${name}";`).join("\n")],
];

const { directory, unpackedSize, compile } = installed(inject("packed"));

test.each(budgets)("%s: from %i to %i bytes", async (_what, least, most, code) => {
  const size = gzipSync(await bundleOf(code, directory)).length;
  expect(size).toBeGreaterThanOrEqual(least);
  expect(size).toBeLessThanOrEqual(most);
});

test("wipsy-client/campaign adds at most 4,000 bytes to a program with Wipsy and watchDelivery", async () => {
  const sizeOf = async (code: string) => gzipSync(await bundleOf(code, directory)).length;
  const client = 'export { Wipsy } from "wipsy-client"; export { watchDelivery } from "wipsy-client/feed";';
  const added = (await sizeOf(`${client} export { sendMany } from "wipsy-client/campaign";`)) - (await sizeOf(client));
  expect(added).toBeGreaterThan(1000);
  expect(added).toBeLessThanOrEqual(4000);
});

test("no bundle of the client has the mock in it", async () => {
  const hasMock = async (name: string) =>
    new TextDecoder().decode(await bundleOf(`export * from "${name}";`, directory)).includes("Planned failure");
  for (const name of [...everything, ...queues]) expect(await hasMock(name), name).toBe(false);
  expect(await hasMock("wipsy-client/testing")).toBe(true);
});

// The campaign, the queues, the commands with their libraries and the MCP server take 0.2 MB of it.
test("the unpacked package takes at most 1.6 MB", () => {
  expect(unpackedSize).toBeLessThanOrEqual(1_600_000);
});

test("using everything but raw takes at most 8,000 type instantiations", async () => {
  const words = await compile("ts-nodenext/tsconfig.light.json", "--skipLibCheck", "--noEmit", "--extendedDiagnostics");
  const count = Number(/^Instantiations:\s+(\d+)$/m.exec(words)?.[1]);
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThanOrEqual(8000);
});
