import { type Said, said } from "../generate/fields.ts";
import { groupBy } from "../generate/print.ts";
import type { Description } from "../openapi/document.ts";
import type { Answer } from "./ask.ts";
import { type Outcome, wasAsked } from "./check.ts";
import type { Difference, Kind } from "./differences.ts";
import { isEnumWord } from "./privacy.ts";
import { typesOf } from "./schemas.ts";
import { shapeText } from "./shape.ts";

// The report shows what the description says, names of fields, types and counts, and nothing else of an answer: see
// privacy.ts.

const meanings: Readonly<Record<number, string>> = {
  401: "the key, or the agent's session, was refused",
  402: "the account is restricted for payment",
  403: "not allowed for this key or session",
  404: "nothing at this path, or nothing with this id",
  429: "too many calls, or a quota is used up",
  546: "the operation ran out of memory or time",
};

function meaning({ status, isJson }: Answer): string {
  if (status < 300) return isJson ? "but it says success: false" : "but it is not JSON";
  if (status < 400) return "a redirect, which is not followed";
  return meanings[status] ?? (status < 500 ? "the request was refused" : "the server failed");
}

function enumWords(values: readonly unknown[]): string {
  const words = [...groupBy(values.filter(isEnumWord), (word) => word)];
  const hidden = values.filter((value) => !isEnumWord(value)).length;
  const texts = words.map(([word, same]) => `${word} (${same.length})`);
  return [...texts, ...(hidden > 0 ? [`not shown (${hidden})`] : [])].join(", ");
}

/** A difference as its text needs it. */
interface Detail extends Difference {
  /** `3 of 4`. */
  readonly share: string;
  /** The described types. */
  readonly types: string;
  readonly said: Said;
}

/** How each kind of difference is reported: its label, and what came beside what is described. */
const kinds: Readonly<Record<Kind, readonly [label: string, text: (detail: Detail) => string]>> = {
  undescribed: ["not described", ({ values, share }) => `${shapeText(values)}, in ${share}`],
  enum: [
    "not in enum",
    ({ values, said }) => `${enumWords(values)}; described: ${[said.enum].flat().map(String).join(", ")}`,
  ],
  null: ["null", ({ share, types }) => `in ${share}; described: ${types}`],
  type: ["other type", ({ values, share, types }) => `${shapeText(values)} in ${share}; described: ${types}`],
  format: ["other format", ({ share, said }) => `${share}; described: ${said.format}`],
  required: ["missing", ({ name, share }) => `${name} is required, absent in ${share}`],
  rule: ["breaks a rule", ({ name, share }) => `${name}: ${share}`],
  status: ["status", () => "not described for this operation"],
  "media type": ["content type", () => "not the described one, or not complete JSON"],
};

function heading({ operation, checked, differences, problem }: Outcome): string {
  const statuses = checked.map(({ answer }) => answer.status).join(" and ");
  const failures = checked.filter(({ succeeded }) => !succeeded).map(({ answer }) => meaning(answer));
  const isAsDescribed = differences.length === 0 && failures.length === 0 && !problem;
  const parts = [statuses && `answered ${statuses}`, ...failures, problem?.why, isAsDescribed && "as described"];
  return `${operation.id}: ${parts.filter(Boolean).join(", ")}`;
}

function lines(description: Description, { differences, neverSeen }: Outcome): string[] {
  const width = Math.max(0, ...differences.map(({ shown }) => (shown || "the answer").length));
  const rows = differences.map((one) => {
    const [label, text] = kinds[one.kind];
    const types = typesOf(description, one.schema).join(" | ") || "anything";
    const detail = { ...one, share: `${one.count} of ${one.of}`, types, said: said(description, one.schema) };
    return `  ${label.padEnd(13)}  ${(one.shown || "the answer").padEnd(width)}  ${text(detail)}`;
  });
  return neverSeen.length === 0 ? rows : [...rows, `  never seen     ${neverSeen.join(", ")}`];
}

/** The report of a check. */
export function reportOf(description: Description, outcomes: readonly Outcome[]): string {
  const answers = outcomes.flatMap(({ checked }) => checked);
  const differing = outcomes.filter(({ differences }) => differences.length > 0);
  const differences = differing.flatMap((one) => one.differences);
  const notChecked = outcomes.filter((one) => !wasAsked(one));
  const reasons = [...groupBy(notChecked, ({ problem }) => problem?.why ?? "")];
  return [
    ...outcomes.filter(wasAsked).flatMap((one) => [heading(one), ...lines(description, one)]),
    ...(reasons.length > 0 ? ["", "Not checked:"] : []),
    ...reasons.map(([why, same]) => `  ${same.map(({ operation }) => operation.id).join(", ")}: ${why}`),
    "",
    `${answers.length} answers, ${differences.length} differences in ${differing.length} operations. Nothing was sent or changed.`,
  ].join("\n");
}
