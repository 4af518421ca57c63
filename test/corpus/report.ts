import type { Count, Result } from "./check.ts";

/** The figure: how many descriptions generate code that type-checks. */
export function figure(results: readonly Result[]): string {
  const good = results.filter(({ faults }) => faults.length === 0);
  const sum = (which: "own" | "open", key: keyof Count) => results.reduce((total, one) => total + one[which][key], 0);
  const said = (which: "own" | "open") =>
    `${sum(which, "methods")} operations have a method, ${sum(which, "leftOut")} are left out`;
  return `${good.length} of ${results.length} generate code that type-checks: ${said("own")}; credentials aside, ${said("open")}.`;
}
