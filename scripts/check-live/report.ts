import type { Description } from "../generate/description.ts";
import { type Outcome, wasAsked } from "./check.ts";
import type { Difference } from "./differences.ts";
import { counted, grouped, jsonType } from "./json.ts";
import type { Mark } from "./marks.ts";
import { isEnumWord } from "./public-words.ts";
import { enumOf, follow, objectAt, typesOf } from "./schemas.ts";
import { shapeText } from "./shape.ts";

// Every text here is made of what the description says, of names of fields, of types and of counts: see public-words.ts.

const meanings: Readonly<Record<number, string>> = {
  401: "the key, or the agent's session, was refused",
  402: "the account is restricted for payment",
  403: "not allowed for this key or session",
  404: "nothing at this path, or nothing with this id",
  429: "too many calls, or a quota is used up",
  502: "the platform failed, not the operation",
  503: "the operation did not start",
  504: "the operation took too long",
  546: "the operation ran out of memory or time",
};

function meaning(status: number): string {
  if (status < 300) return "but it says success: false, or is no JSON";
  if (status < 400) return "it sends elsewhere, which is not followed";
  return meanings[status] ?? (status < 500 ? "the request was refused" : "the server failed");
}

const labels: Readonly<Record<Difference["kind"], string>> = {
  unknown: "not described",
  enum: "not in enum",
  null: "null",
  type: "other type",
  format: "other format",
  required: "missing",
  rule: "breaks a rule",
  status: "status",
  "media type": "content type",
};

function enumWords(values: Difference["values"]): string {
  const words = counted(values.filter(isEnumWord)).map(([word, count]) => `${word} (${count})`);
  const others = values.length - values.filter(isEnumWord).length;
  return [...words, ...(others > 0 ? [`${others} not shown, being no short lower-case word`] : [])].join(", ");
}

/** What was described and what came. */
function contrast(description: Description, { kind, site, name, values, places, of }: Difference): string {
  const share = `${places} of ${of}`;
  const described = typesOf(description, site).join(" | ") || "anything";
  const types = counted(values.map(jsonType)).map(([type]) => type);
  const at = follow(description, site);
  switch (kind) {
    case "unknown":
      return `${shapeText(values)}, in ${share}`;
    case "enum":
      return `${enumWords(values)}; described: ${(enumOf(description, [at]) ?? []).filter((one) => one !== null).join(", ")}`;
    case "null":
      return `in ${share}; described: ${described}`;
    case "type":
      return `${types.join(", ")} in ${share}; described: ${described}`;
    case "format":
      return `${share}; described: ${String(objectAt(description, at).format)}`;
    case "required":
      return `${name} is required, absent in ${share}`;
    case "rule":
      return `${name}: ${share}`;
    case "status":
      return "not described for this operation";
    case "media type":
      return "not the one described, or no whole JSON";
  }
}

function heading({ operation, checked, differences, problem }: Outcome): string {
  const statuses = checked.map(({ answer }) => answer.status).join(" and ");
  const failed = checked.filter(({ succeeded }) => !succeeded).map(({ answer }) => meaning(answer.status));
  const verdict = problem?.why ?? (differences.length === 0 && failed.length === 0 && "as described");
  return `${operation.id}: ${[statuses && `answered ${statuses}`, ...failed, verdict].filter(Boolean).join(", ")}`;
}

/** The operations that were not asked, by the reason. */
function notChecked(outcomes: readonly Outcome[]): string[] {
  const left = outcomes.filter((outcome) => !wasAsked(outcome));
  const reasons = [...grouped(left, ({ problem }) => problem?.why ?? "")];
  const names = (same: readonly Outcome[]) => same.map(({ operation }) => operation.id).join(", ");
  return reasons.length === 0
    ? []
    : ["", "Not checked:", ...list(reasons.map(([why, same]) => `${names(same)}: ${why}`))];
}

function lines(description: Description, outcome: Outcome): string[] {
  const rows = outcome.differences.map((one) => [
    labels[one.kind],
    one.shown || "the answer",
    contrast(description, one),
  ]);
  const width = Math.max(0, ...rows.map(([, shown = ""]) => shown.length));
  const table = rows.map(([label = "", shown = "", text]) => `  ${label.padEnd(13)}  ${shown.padEnd(width)}  ${text}`);
  const { neverCame } = outcome;
  return [...table, ...(neverCame.length > 0 ? [`  never came     ${neverCame.join(", ")}`] : [])];
}

const list = (items: readonly string[]) => items.map((item) => `  ${item}`);

/** Texts of the description that a mark makes stale. */
function staleTexts(description: Description, marks: readonly Mark[]): string[] {
  const isStale = ({ at, covers }: Mark) =>
    [at, ...(at.at(-1) === "items" ? [at.slice(0, -1)] : []), ...covers].some((one) =>
      /inferred|not known|may follow/i.test(String(objectAt(description, one).description ?? "")),
    );
  return marks.filter(isStale).map(({ name }) => name);
}

function marksText(description: Description, marks: readonly Mark[]): string[] {
  const ready = marks.filter(({ waitsFor }) => waitsFor.length === 0);
  const waiting = marks.filter(({ waitsFor }) => waitsFor.length > 0);
  const stale = staleTexts(description, ready);
  return [
    ...(ready.length > 0 ? ["", "Could now be marked documented, with x-seen: live:"] : []),
    ...list(ready.map(({ name, now, seen }) => `${name} (${now}): seen ${seen === 1 ? "once" : `${seen} times`}`)),
    ...(stale.length > 0
      ? [`  Their words need a look, since they speak of what was not known: ${stale.join(", ")}.`]
      : []),
    ...(waiting.length > 0 ? ["", "Not yet, for want of a value as described:"] : []),
    ...list(waiting.map(({ name, now, waitsFor }) => `${name} (${now}): ${waitsFor.join(", ")}`)),
  ];
}

/** Operations that were a guess, and answered. */
function confirmed(outcomes: readonly Outcome[]): string[] {
  const found = outcomes.filter(
    ({ operation, checked }) => operation.evidence === "inferred" && checked.some(({ succeeded }) => succeeded),
  );
  const names = found.map(({ operation }) => operation.id).join(", ");
  return found.length > 0
    ? ["", `Inferred, and they exist: ${names}. Move them from openapi/inferred.yaml to wipsy.yaml by hand.`]
    : [];
}

/** What a check found, in lines. */
export function reportOf(description: Description, outcomes: readonly Outcome[], marks: readonly Mark[]): string {
  const asked = outcomes.filter(wasAsked);
  const calls = outcomes.flatMap(({ checked }) => checked).length;
  const differing = outcomes.filter(({ differences }) => differences.length > 0);
  const differences = differing.flatMap((one) => one.differences).length;
  return [
    ...asked.flatMap((outcome) => [heading(outcome), ...lines(description, outcome)]),
    ...notChecked(outcomes),
    "",
    `${calls} answers, ${differences} differences in ${differing.length} operations. Nothing was sent or changed.`,
    ...marksText(description, marks),
    ...confirmed(outcomes),
  ].join("\n");
}
