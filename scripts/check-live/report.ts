import { groupBy } from "../generate/print.ts";
import { type Answer, succeeded } from "./ask.ts";
import { type Outcome, wasCalled } from "./check.ts";

function failureOf({ status, body }: Answer): string {
  if (status < 300) return body === undefined ? "but it is not JSON" : "but it says success: false";
  if (status < 400) return "a redirect, which was not followed";
  return status < 500 ? "the request was refused" : "the server failed";
}

function heading({ operation, answers, differences, problem }: Outcome): string {
  const statuses = answers.map(({ status }) => status).join(" and ");
  const failures = answers.filter((answer) => !succeeded(answer)).map(failureOf);
  const isAsDescribed = differences.length === 0 && failures.length === 0 && !problem;
  const parts = [statuses && `returned ${statuses}`, ...failures, problem?.why, isAsDescribed && "as described"];
  return `${operation.id}: ${parts.filter(Boolean).join(", ")}`;
}

/** Lists each difference once, with its count. */
function counted(differences: readonly string[]): string[] {
  return [...groupBy(differences, (line) => line)].map(([line, same]) => `  ${line} (${same.length})`);
}

/** Writes the report of a check. */
export function reportOf(outcomes: readonly Outcome[]): string {
  const differences = outcomes.flatMap((outcome) => counted(outcome.differences)).length;
  const differing = outcomes.filter((outcome) => outcome.differences.length > 0).length;
  const answers = outcomes.flatMap((outcome) => outcome.answers).length;
  const reasons = [
    ...groupBy(
      outcomes.filter((one) => !wasCalled(one)),
      ({ problem }) => problem?.why ?? "",
    ),
  ];
  return [
    ...outcomes.filter(wasCalled).flatMap((outcome) => [heading(outcome), ...counted(outcome.differences)]),
    ...(reasons.length > 0 ? ["", "Not checked:"] : []),
    ...reasons.map(([why, same]) => `  ${same.map(({ operation }) => operation.id).join(", ")}: ${why}`),
    "",
    `${answers} responses, ${differences} differences in ${differing} operations. No message was sent and nothing was changed.`,
  ].join("\n");
}
