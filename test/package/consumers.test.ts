import { expect, inject, test } from "vitest";
import { installed, printed } from "./install.ts";

// Programs of every kind that have the packed package installed.

const { compile, print } = installed(inject("packed"));

test.each(["cjs/main.js", "esm/main.js"])("%s runs", async (program) => {
  expect(await print(program, inject("prismUrl"))).toEqual(printed);
});

test("the guard and the entry points of one copy work with the client of the other", async () => {
  expect(await print("esm/both-copies.js", inject("prismUrl"))).toEqual({
    sameClass: false,
    guard: true,
    guardByName: true,
    guardByAnotherName: false,
    events: ["new", "new"],
    raw: true,
  });
});

test("compiles under nodenext without browser types, as ESM and CommonJS, and runs", async () => {
  await compile("ts-nodenext");
  const { raw, mocked, ...others } = printed;
  const typed = { ...others, refused: "quotedMessageId", channel: "instagram", status: 200 };
  expect(await print("ts-nodenext/out/main.js", inject("prismUrl"))).toEqual(typed);
  expect(await print("ts-nodenext/out/raw.js", inject("prismUrl"))).toEqual({ raw, mocked });
  const fromCjs = {
    refused: "to",
    events: ["new", "new"],
    raw: true,
    mocked,
    stores: printed.stores,
    queues: printed.queues,
  };
  expect(await print("ts-nodenext/out/from-cjs.cjs", inject("prismUrl"))).toEqual(fromCjs);
});

test("compiles for a bundler without Node types, and runs", async () => {
  await compile("ts-bundler");
  const typed = { ...printed, refused: "quotedMessageId", channel: "instagram", status: 200 };
  expect(await print("ts-bundler/out/main.js", inject("prismUrl"))).toEqual(typed);
});

test("loading it reads no globals, and it works without process", async () => {
  expect(await print("esm/untouched.js", "http://127.0.0.1:9")).toEqual({
    seen: ["process"],
    touched: [],
    failed: "",
    ids: ["c1", "c1"],
  });
});
