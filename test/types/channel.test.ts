import { fileURLToPath } from "node:url";
import fc from "fast-check";
import ts from "typescript";
import { expect, test } from "vitest";
import { detectChannel } from "wipsy-client";
import { propertySeed } from "../support/seed.ts";

const separators = [..." \u00a0\u202f.()[]-\u2010\u2011\u2012\u2013\u2014\u2212"];
const digits = (minLength: number, maxLength = minLength) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength, maxLength });
const junk = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...separators, ..."0123456789+", "\t", "\n", "\u200b", "٣", "a"), maxLength: 24 }),
);

/** Phone digits at the limits of the rules, with or without + and separators. */
const phone = fc
  .tuple(
    fc.constantFrom("", "+", " +", "(+", "0", "00", "+0", "(0)", "+57(0)", "+57(", "+57 [0"),
    fc.oneof(...[6, 7, 10, 11, 14, 15, 16].map((length) => digits(length)), digits(1, 20)),
    fc.array(fc.tuple(fc.nat(20), fc.constantFrom(...separators)), { maxLength: 5 }),
  )
  .map(([plus, number, gaps]) =>
    gaps.reduce((text, [at, separator]) => text.slice(0, at) + separator + text.slice(at), plus + number),
  );

const prefixed = fc
  .tuple(fc.constantFrom("ig_", "fb_", "IG_", " ig_", "wa_", "ig", "fb", "ig_fb_"), fc.oneof(digits(0, 20), junk))
  .map((parts) => parts.join(""));

/** Edge cases, for any seed. */
const edges = [
  ...["", " ", "+", "++", "()", "ig_", "fb_", "ig_ ", "fb_\t", "ig_1", "fb_1", "ig_\u00a0", "ig_\ud800", "\ud800"],
  ...Object.getOwnPropertyNames(Object.prototype),
  ...["123456", "1234567", "1234567890", "12345678901", "12345678901234", "123456789012345"],
  ...["1234567890123456", "1".repeat(60)],
  ...["+123456", "+1234567", "+123456789012345", "+1234567890123456", "+12 34.56-7", "12 34 56", "1+234567"],
  ...["0573188779043", "0057 318 877 9043", "+0573188779043", "(+0)573188779043", "(57)(0)3188779043", "0000000", "+0"],
  ...[
    "ig_\u200b",
    "ig_8289\u2028",
    "fb_123\ufeff",
    "fb_1\u00ad",
    "ig_\v",
    "ig_\u{e0001}",
    "fb_１２３",
    "ig_é",
    "ig_\u007f",
  ],
  ...Array.from({ length: 96 }, (_, index) => `ig_1${String.fromCharCode(31 + index)}2`),
  ...["573188779043", "+57 (318) 877-9043", "[57]3188779043", "5731887790a3", "+57\n3188779043", "`$`", "\"'", "\\"],
];

/** The compiler's result for each recipient: the channels of `DetectChannel<"…">`, or `never`. */
function channelsByType(recipients: readonly string[]): string[] {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const file = `${root}test/types/recipients.virtual.ts`;
  const source = [
    'import type { DetectChannel } from "../../src/recipient/channel.ts";',
    ...recipients.map((to, index) => `export type To${index} = DetectChannel<${JSON.stringify(to)}>;`),
  ].join("\n");
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], options, host);
  const virtual = program.getSourceFile(file);
  if (virtual === undefined) throw new Error("the virtual file is not in the program");
  const faults = [...program.getSyntacticDiagnostics(virtual), ...program.getSemanticDiagnostics(virtual)];
  expect(faults.map((fault) => ts.flattenDiagnosticMessageText(fault.messageText, "\n"))).toEqual([]);
  const checker = program.getTypeChecker();
  return virtual.statements
    .filter(ts.isTypeAliasDeclaration)
    .map((alias) => checker.typeToString(checker.getTypeAtLocation(alias.name)).replaceAll('"', ""));
}

function channelAtRunTime(to: string): string {
  try {
    return detectChannel(to).channel;
  } catch {
    return "never";
  }
}

test("the types and the code detect the same channel, or none", () => {
  const seed = propertySeed();
  const drawn = fc.sample(fc.oneof(phone, phone, prefixed, junk), { seed, numRuns: 600 });
  const recipients = [...edges, ...drawn];
  const byType = channelsByType(recipients);
  const found = (channels: readonly string[]) => recipients.map((to, index) => ({ to, channel: channels[index] }));
  expect(found(byType)).toEqual(found(recipients.map(channelAtRunTime)));
  // Each answer must occur, or the comparison compares nothing.
  expect(new Set(byType)).toEqual(new Set(["whatsapp", "instagram", "messenger", "never"]));
});
