import { readdirSync, readFileSync } from "node:fs";
import { analyse } from "scslre";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { root } from "../support/run.ts";

// Every regular expression of src/ runs in linear time on any text. Proved by analysis of the expression, not by
// timing.

/** The regular expressions of a file, and the places where it builds others. */
function expressionsIn(file: string): { literals: string[]; made: string[] } {
  const literals: string[] = [];
  const made: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isRegularExpressionLiteral(node)) literals.push(node.text);
    const isMaking = ts.isNewExpression(node) || ts.isCallExpression(node);
    if (isMaking && node.expression.getText() === "RegExp") made.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(root + file, "utf8"), ts.ScriptTarget.Latest, true));
  return { literals, made };
}

/** The parts of an expression that can take more than linear time. */
function slowParts(literal: string): string[] {
  const end = literal.lastIndexOf("/");
  const [source, flags] = [literal.slice(1, end), literal.slice(end + 1)];
  return analyse({ source, flags }).reports.map(
    ({ type, exponential }) => `${exponential ? "exponential" : "polynomial"}: ${type}`,
  );
}

const files = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => `src/${name}`);
const found = files.map((file) => ({ file, ...expressionsIn(file) }));

describe("regular expressions are linear", () => {
  const literals = [...new Set(found.flatMap((one) => one.literals))];
  test.each(literals)("%s", (literal) => expect(slowParts(literal)).toEqual([]));

  test("the analysis finds an exponential one", () => {
    expect(slowParts(String.raw`/(^\D*|[([][^\d)\]]*)0/`)).not.toEqual([]);
    expect(slowParts("/\\/+$/")).not.toEqual([]);
  });

  test("the code builds none at run time", () => expect(found.flatMap((one) => one.made)).toEqual([]));
});
