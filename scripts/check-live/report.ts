import { groupBy } from "../generate/print.ts";
import { type Answer, succeeded } from "./ask.ts";
import { type Outcome, wasAsked } from "./check.ts";
import { type Difference, differencesIn, neverSeen, typesOf } from "./compare.ts";
import { isEnumWord, shapeText } from "./privacy.ts";

// Of an answer the report shows only field names, types and counts: see privacy.ts.

function failureOf({ status, body }: Answer): string {
  if (status < 300) return body === undefined ? "but it is not JSON" : "but it says success: false";
  if (status < 400) return "a redirect, which is not followed";
  return status < 500 ? "the request was refused" : "the server failed";
}

function enumWords(values: readonly unknown[]): string {
  const words = [...groupBy(values.filter(isEnumWord), (word) => word)];
  const hidden = values.filter((value) => !isEnumWord(value)).length;
  const texts = words.map(([word, same]) => `${word} (${same.length})`);
  return [...texts, ...(hidden > 0 ? [`not shown (${hidden})`] : [])].join(", ");
}

/** The label of a kind of difference, and its text. */
type Told = readonly [label: string, text: (difference: Difference) => string];
const kinds: Readonly<Record<string, Told>> = {
  undescribed: ["not described", ({ values, share }) => `${shapeText(values)}, in ${share}`],
  enum: [
    "not in enum",
    ({ values, schema }) => `${enumWords(values)}; described: ${[schema.enum].flat().map(String).join(", ")}`,
  ],
  type: [
    "other type",
    (one) => `${shapeText(one.values)} in ${one.share}; described: ${typesOf(one.schemas).join(" | ")}`,
  ],
  format: ["other format", ({ schema, share }) => `${share}; described: ${schema.format}`],
  required: ["missing", ({ name, share }) => `${name} is required, absent in ${share}`],
  status: ["status", () => "not described for this operation"],
  "media type": ["content type", () => "not the described one, or not JSON"],
};
const anyOther: Told = ["breaks a rule", ({ kind, share }) => `${kind}: ${share}`];

function heading({ operation, compared, problem }: Outcome, differences: readonly Difference[]): string {
  const answers = compared.map(({ answer }) => answer);
  const statuses = answers.map(({ status }) => status).join(" and ");
  const failures = answers.filter((answer) => !succeeded(answer)).map(failureOf);
  const isAsDescribed = differences.length === 0 && failures.length === 0 && !problem;
  const parts = [statuses && `answered ${statuses}`, ...failures, problem?.why, isAsDescribed && "as described"];
  return `${operation.id}: ${parts.filter(Boolean).join(", ")}`;
}

const placeOf = (shown: string) => shown.replace(/^\./, "") || "the answer";

function linesOf(outcome: Outcome): string[] {
  const differences = differencesIn(outcome.compared);
  const width = Math.max(0, ...differences.map(({ shown }) => placeOf(shown).length));
  const rows = differences.map((one) => {
    const [label, text] = kinds[one.kind] ?? anyOther;
    return `  ${label.padEnd(13)}  ${placeOf(one.shown).padEnd(width)}  ${text(one)}`;
  });
  // A failure has none of the fields of a success.
  const unseen = neverSeen(outcome.compared.filter(({ answer }) => succeeded(answer))).map(placeOf);
  return [
    heading(outcome, differences),
    ...rows,
    ...(unseen.length > 0 ? [`  never seen     ${unseen.join(", ")}`] : []),
  ];
}

/** The report of a check. */
export function reportOf(outcomes: readonly Outcome[]): string {
  const differing = outcomes.map(({ compared }) => differencesIn(compared).length).filter((count) => count > 0);
  const differences = differing.reduce((sum, count) => sum + count, 0);
  const answers = outcomes.flatMap(({ compared }) => compared).length;
  const notChecked = outcomes.filter((one) => !wasAsked(one));
  const reasons = [...groupBy(notChecked, ({ problem }) => problem?.why ?? "")];
  return [
    ...outcomes.filter(wasAsked).flatMap(linesOf),
    ...(reasons.length > 0 ? ["", "Not checked:"] : []),
    ...reasons.map(([why, same]) => `  ${same.map(({ operation }) => operation.id).join(", ")}: ${why}`),
    "",
    `${answers} answers, ${differences} differences in ${differing.length} operations. Nothing was sent or changed.`,
  ].join("\n");
}
