import type { Result } from "./check.ts";

/** The figure: how many descriptions generate code that type-checks. */
export function figure(results: readonly Result[]): string {
  const good = results.filter(({ faults }) => faults.length === 0);
  const sum = (key: "methods" | "leftOut") => results.reduce((total, one) => total + one[key], 0);
  return `${good.length} of ${results.length} generate code that type-checks: ${sum("methods")} operations have a method, ${sum("leftOut")} are left out.`;
}
